// All processes of the platform: started in order, listed, restarted, scaled, asked for metrics, stopped.

import { readFileSync } from 'node:fs';
import type { Config } from '../../contracts/generic/config.ts';
import type { ChildMessage } from '../../engine/process.ts';
import { titleOf } from '../../engine/process.ts';
import { type Child, forkChild } from './child.ts';
import { type Counts, planPools, type ServerLimits } from './pools.ts';
import { type Role, type RoleName, roleNamed, roles } from './roles.ts';
import { createScrape } from './scrape.ts';
import { createSlot, type Slot, type SlotState } from './slot.ts';

const checkEveryMs = 500;
const awakeWithinMs = 2_000;
const startLimitMs = 60_000;
/** Servers of requests and jobs first; the others still take what these hand over. */
const stopOrder: readonly { readonly names: readonly RoleName[]; readonly limitMs: number }[] = [
  { names: ['api', 'realtime', 'worker'], limitMs: 5_000 },
  { names: ['renderer', 'provider', 'traces'], limitMs: 1_000 },
];

export type Row = {
  readonly role: string;
  readonly index: number;
  readonly title: string;
  readonly pid: number | undefined;
  readonly state: SlotState;
  readonly upMs: number;
  readonly restarts: number;
  readonly rssBytes: number | undefined;
};

export type Fleet = {
  /** Settles when every process is ready. */
  start(): Promise<void>;
  list(): Row[];
  /** Restarts the processes of a role one after another. */
  restart(role: string, say: (line: string) => void): Promise<void>;
  scale(role: string, count: number, say: (line: string) => void): Promise<void>;
  stop(): Promise<void>;
  killAll(): void;
};

export type FleetOptions = {
  readonly config: Config;
  readonly limits: ServerLimits;
  readonly distDir: string;
  readonly logDir: string;
  /** What every child gets, beside its own role, index and pool size. */
  readonly env: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
};

export function createFleet({ config, limits, distDir, logDir, env, say }: FleetOptions): Fleet {
  const slots = new Map<RoleName, Slot[]>(roles.map((role) => [role.name, []]));
  /** Also those that are being replaced and are nobody's current child any more. */
  const living = new Set<Child>();
  let busy: string | undefined;
  let stopping = false;
  let lastCheckMs = performance.now();

  const of = (name: RoleName): Slot[] => slots.get(name) ?? [];
  const all = (): Slot[] => roles.flatMap(({ name }) => of(name));
  const scrape = createScrape(all);
  const counts = (): Counts => ({
    api: of('api').length || config.API_PROCESSES,
    worker: of('worker').length || config.WORKER_PROCESSES,
  });

  let plan = planOrThrow(counts());

  function planOrThrow(wanted: Counts) {
    const next = planPools(wanted, limits);
    if (!next.fits) throw new Error(`That does not fit: ${next.sum}.`);
    return next;
  }

  function poolSize(role: RoleName): number {
    if (role === 'api') return plan.api;
    if (role === 'worker') return plan.worker;
    return plan.realtime;
  }

  function addSlot(role: Role, index: number): Slot {
    const fork = () => {
      const child = forkChild({
        role,
        index,
        distDir,
        logDir,
        env: {
          ...env,
          TRUNKLINE_ROLE: role.name,
          TRUNKLINE_INDEX: String(index),
          POOL_SIZE: String(poolSize(role.name)),
          MALLOC_ARENA_MAX: '1',
          // As glibc begins: after the first large buffer it would keep more and more of what is free (2 MB of each API
          // process under load).
          MALLOC_TRIM_THRESHOLD_: String(128 * 1024),
        },
        onMessage,
      });
      living.add(child);
      child.exited.then(() => living.delete(child)).catch(() => undefined);
      return child;
    };
    const slot = createSlot({ role, index, fork, say });
    of(role.name).push(slot);
    return slot;
  }

  function onMessage(child: Child, message: ChildMessage): void {
    if (message.type === 'metrics') scrape.heard(message.id, message.text);
    if (message.type === 'metrics?all') {
      const { id } = message;
      scrape.collect().then(
        (text) => child.send({ type: 'metrics', id, text }),
        (error) => say(`metrics failed: ${error instanceof Error ? error.message : error}`),
      );
    }
  }

  /** One verb at a time: a scale in the middle of a rolling restart would undo it. */
  async function alone(verb: string, work: () => Promise<void>): Promise<void> {
    if (busy) throw new Error(`Still busy with "${busy}"; try again when it is done.`);
    if (stopping) throw new Error('The platform is stopping.');
    busy = verb;
    try {
      await work();
    } finally {
      busy = undefined;
    }
  }

  async function replaceEach(role: Role, tell: (line: string) => void): Promise<void> {
    for (const slot of [...of(role.name)]) {
      await slot.replace();
      tell(`${titleOf(role.name, slot.index)} restarted (pid ${slot.current()?.pid})`);
    }
  }

  function killAll(): void {
    for (const child of living) child.kill();
  }

  const checks = setInterval(() => {
    const now = performance.now();
    const awake = now - lastCheckMs < awakeWithinMs;
    lastCheckMs = now;
    for (const slot of all()) slot.check(awake);
  }, checkEveryMs);

  return {
    async start() {
      for (const role of roles) {
        const count = role.count(config);
        if (count === 0 || stopping) continue;
        const started = Array.from({ length: count }, (_, i) => addSlot(role, i + 1));
        await within(startLimitMs, Promise.all(started.map((slot) => slot.ready())), () => {
          const late = started.filter((slot) => slot.state() !== 'ready').map((slot) => slot.index);
          return `${role.name} ${late.join(', ')} did not become ready; see ${logDir}/${role.name}-${late[0]}.log`;
        });
        if (stopping) return;
        say(`${role.name}: ${count} ${count === 1 ? 'process' : 'processes'} ready`);
      }
    },
    list: () =>
      all().map((slot) => {
        const child = slot.current();
        return {
          role: slot.role.name,
          index: slot.index,
          title: titleOf(slot.role.name, slot.index),
          pid: child?.pid,
          state: slot.state(),
          upMs: child ? performance.now() - child.startedAtMs : 0,
          restarts: slot.restarts(),
          rssBytes: child ? residentBytes(child.pid) : undefined,
        };
      }),
    restart: (name, tell) => alone(`restart ${name}`, () => replaceEach(roleNamed(name), tell)),
    scale: (name, count, tell) =>
      alone(`scale ${name} ${count}`, async () => {
        const role = roleNamed(name);
        if (!role.scalable) throw new Error(`${name} cannot be scaled; api and worker can.`);
        const next = planOrThrow({ ...counts(), [name]: count });
        const apiPoolBefore = plan.api;
        const surplus = of(role.name).splice(count);
        await Promise.all(surplus.map((slot) => slot.stop(9_000)));
        plan = next;
        // Smaller pools first, so that at no moment more connections are open than planned.
        if (next.api < apiPoolBefore) {
          tell(`pools of the api processes shrink from ${apiPoolBefore} to ${next.api} connections`);
          await replaceEach(roleNamed('api'), tell);
        }
        if (next.api > apiPoolBefore) {
          tell(
            `pools of the api processes may grow to ${next.api} connections; they do at their next restart`,
          );
        }
        // One after another: sixty that compile at once starve those that serve.
        while (of(role.name).length < count) {
          const slot = addSlot(role, of(role.name).length + 1);
          try {
            await within(startLimitMs, slot.ready(), () => `${name} ${slot.index} did not become ready`);
          } catch (error) {
            of(role.name).pop();
            await slot.stop(1_000);
            throw new Error(
              `${error instanceof Error ? error.message : error}; ${name} stays at ${of(role.name).length}`,
            );
          }
          tell(`${titleOf(role.name, slot.index)} ready (${of(role.name).length} of ${count})`);
        }
        tell(
          `${name}: ${count} ${count === 1 ? 'process' : 'processes'}, ${poolSize(role.name)} connections each`,
        );
      }),
    async stop() {
      stopping = true;
      clearInterval(checks);
      for (const { names, limitMs } of stopOrder) {
        await Promise.all(names.flatMap(of).map((slot) => slot.stop(limitMs)));
      }
      killAll();
    },
    killAll,
  };
}

async function within<T>(limitMs: number, work: Promise<T>, why: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(why())), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function residentBytes(pid: number): number | undefined {
  try {
    const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes ? Number(kibibytes) * 1024 : undefined;
  } catch {
    return undefined;
  }
}
