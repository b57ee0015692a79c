// How many database connections each process may hold, so that all of them fit the server.
//
// What holds: (api processes + 1) x api pool + workers x worker pool + realtime pools + spare never exceeds
// what the server allows. The one api process more is the replacement during a rolling restart.

const workerPool = 12;
const realtimePool = 4;
/** The active one and a standby. */
const realtimeProcesses = 2;
/** psql, a bench, migrations, the supervisor itself. */
const spare = 10;
const apiPoolMost = 8;
const apiPoolLeast = 2;

export type ServerLimits = { readonly maxConnections: number; readonly reserved: number };
export type Counts = { readonly api: number; readonly worker: number };
export type PoolPlan =
  | { readonly fits: true; readonly api: number; readonly worker: number; readonly realtime: number }
  | { readonly fits: false; readonly sum: string };

export function planPools(counts: Counts, limits: ServerLimits): PoolPlan {
  const allowed = limits.maxConnections - limits.reserved;
  const others = counts.worker * workerPool + realtimeProcesses * realtimePool + spare;
  const api = Math.min(apiPoolMost, Math.floor((allowed - others) / (counts.api + 1)));
  if (api >= apiPoolLeast) return { fits: true, api, worker: workerPool, realtime: realtimePool };
  const needed = (counts.api + 1) * apiPoolLeast + others;
  const sum =
    `(${counts.api} + 1) api x ${apiPoolLeast} + ${counts.worker} worker x ${workerPool} + ` +
    `${realtimeProcesses} realtime x ${realtimePool} + ${spare} spare = ${needed} connections, but the server allows ` +
    `${limits.maxConnections} - ${limits.reserved} reserved = ${allowed}`;
  return { fits: false, sum };
}
