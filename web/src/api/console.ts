/** The operations console: asked again while somebody looks, and at once after a deed. */
import { queryOptions } from '@tanstack/react-query';
import type { Console } from '../../../src/contracts/console.ts';
import { change, get } from './client.ts';

const AGAIN_MS = 3_000;

export const consoleKey = ['console'] as const;

export const consoleState = queryOptions({
  queryKey: consoleKey,
  queryFn: ({ signal }) => get<Console>('/operations/state', {}, signal),
  refetchInterval: AGAIN_MS,
});

export function turnGroup(group: string, how: 'pause' | 'resume', reason: string): Promise<void> {
  return change('POST', `/mailbox-groups/${group}/${how}`, { body: { reason } });
}
