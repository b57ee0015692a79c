// Free TCP ports on the loopback address.

import { freePort } from '../../src/ops/ports.ts';

/** `count` different free ports. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}
