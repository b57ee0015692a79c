/** What every figure shares: one platform, one reference database beside it, the demo sign-ins, rounds. */

import { buildReferences } from './children.ts';
import { type BenchPlatform, signIn, startBenchPlatform } from './platform.ts';
import { createReferenceDatabase } from './reference-database.ts';

export interface Bench {
  readonly platform: BenchPlatform;
  readonly referenceUrl: string;
  /** Headers of the signed-in supervisor. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rounds: number;
  stop(): Promise<void>;
}

/** Connections of each of the eight reference processes: the same as the product's. */
export const POOL_SIZE = '8';

export async function startBench(rounds: number): Promise<Bench> {
  await buildReferences();
  const platform = await startBenchPlatform();
  try {
    const referenceUrl = await createReferenceDatabase(platform.databaseUrl);
    const cookie = await signIn(platform.apiUrl, 'supervisor');
    return {
      platform,
      referenceUrl,
      headers: { cookie, origin: platform.apiUrl },
      rounds,
      stop: () => platform.stop(),
    };
  } catch (error) {
    await platform.stop();
    throw error;
  }
}
