/**
 * Decides commands against states and collects everything that has to be written for them (L1). No I/O but the
 * loading and locking of actors.
 *
 * Commands come in waves: those asked for, then those their effects ask for. Each wave locks all its actors in
 * `(kind, id)` order, so two commands cannot wait for each other within a wave. Whatever is locked after that is out of
 * this order: whoever can begin again (`Restart`) does not wait for it, but begins again with it in its place; for the
 * others (batches of mailboxes, timers, duties) Postgres finds the deadlock and the transaction is repeated.
 *
 * A command and those it asks for `together` are one: all are decided, or none, and the refusal is the whole one's.
 * What they ask is locked when it is known, or before, with `locks`.
 */
import type { ActorRef, ActorRegistry, AnyActor } from './actor-types.ts';
import { errorCode, type Queryable } from './database.ts';
import { type CommandItem, type DecideTools, type Decisions, decideItem, slotKey, toItem } from './decide.ts';
import { type SplitEffects, splitEffects } from './effect-rows.ts';
import type { Row } from './effects.ts';
import { rowToState } from './state-rows.ts';

/** Actors that a transaction found taken when it could not wait for them: its next try locks them first. */
export interface Restart {
  readonly first: Map<string, ActorRef>;
  /** How often it begins again, before it waits where it is: others may change what it needs each time. */
  left: number;
}

/** The transaction would have waited out of order; what it wanted stands in its `Restart`. */
export class OutOfOrder extends Error {
  constructor(refs: readonly ActorRef[], cause: unknown) {
    super(`Taken: ${refs.map(slotKey).join(', ')}`, { cause });
    this.name = 'OutOfOrder';
  }
}

/**
 * Locks and loads the actors of a wave that are not held yet, kind by kind in `(kind, id)` order.
 * @throws OutOfOrder with `restart`, where one of them is taken
 */
export async function lockActors(
  client: Queryable,
  registry: ActorRegistry,
  decisions: Decisions,
  refs: readonly ActorRef[],
  restart?: Restart,
): Promise<void> {
  const again = restart && restart.left > 0 ? restart : undefined;
  const missing = new Map<string, Set<string>>();
  for (const ref of refs) {
    if (decisions.slots.has(slotKey(ref))) continue;
    const ids = missing.get(ref.kind) ?? new Set<string>();
    ids.add(ref.id);
    missing.set(ref.kind, ids);
  }
  for (const kind of [...missing.keys()].sort()) {
    const actor = actorOf(registry, kind);
    const ids = [...(missing.get(kind) as Set<string>)].sort();
    const found = new Map<string, Row>();
    const rows = await lockRows(client, actor.table, ids, again ? 'nowait' : 'wait').catch(
      (error: unknown) => {
        if (!again || errorCode(error) !== LOCK_NOT_AVAILABLE) throw error;
        again.left--;
        for (const ref of refs) again.first.set(slotKey(ref), ref);
        throw new OutOfOrder(refs, error);
      },
    );
    for (const row of rows) found.set(String(row.id), row);
    for (const id of ids) {
      const row = found.get(id);
      const state = row && rowToState(actor, row);
      decisions.slots.set(slotKey({ kind, id }), { actor, before: state, state });
    }
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

async function lockRows(
  client: Queryable,
  table: string,
  ids: readonly string[],
  way: 'wait' | 'nowait',
): Promise<Row[]> {
  const result = await client.query<{ row: Row }>({
    name: `lock_${table}${way === 'wait' ? '' : '_nowait'}`,
    text: `select to_jsonb(t) as row from "${table}" t where id = any($1) order by id for update${way === 'wait' ? '' : ' nowait'}`,
    values: [ids],
  });
  return result.rows.map(({ row }) => row);
}

export function actorOf(registry: ActorRegistry, kind: string): AnyActor {
  const actor = registry.get(kind);
  if (!actor)
    throw new Error(`No actor of kind ${JSON.stringify(kind)}; known: ${[...registry.keys()].join(', ')}`);
  return actor;
}

const MAX_WAVES = 8;

/**
 * Decides all items and, wave by wave, the commands that their effects ask for; leaves rows and deliveries for the
 * writer. Effects that `decisions` holds already (those of handlers) belong to the first wave's. A chain of commands longer than 8 waves is a circle in the domain and fails.
 * @throws OutOfOrder with `restart`, which has to be given to the next try as it is then
 */
export async function decideAll(
  client: Queryable,
  tools: DecideTools,
  decisions: Decisions,
  items: readonly CommandItem[],
  restart?: Restart,
): Promise<SplitEffects> {
  const rows: SplitEffects = { rows: [], commands: [], deliveries: [] };
  let wave = items;
  for (let count = 0; wave.length > 0 || decisions.effects.length > 0; count++) {
    if (count > MAX_WAVES) throw new Error(`Commands set off commands ${MAX_WAVES} times over: a circle`);
    const named = wave.flatMap(({ actor, locks = [] }) => [actor, ...locks]);
    if (count === 0) {
      await lockActors(client, tools.registry, decisions, [...named, ...(restart?.first.values() ?? [])]);
    } else await lockActors(client, tools.registry, decisions, named, restart);
    for (const item of wave) {
      for (;;) {
        const missing = decideItem(tools, decisions, item);
        if (missing.length === 0) break;
        await lockActors(client, tools.registry, decisions, missing, restart);
      }
    }
    const split = splitEffects(decisions.effects.splice(0));
    rows.rows.push(...split.rows);
    rows.deliveries.push(...split.deliveries);
    wave = split.commands.map(({ effect, cause }) => toItem(effect, cause));
  }
  return rows;
}
