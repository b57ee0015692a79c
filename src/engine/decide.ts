/**
 * Decides commands against states and collects everything that has to be written for them (L1). No I/O but the
 * loading and locking of actors.
 *
 * Commands come in waves: those asked for, then those their effects ask for. Each wave locks all its actors in
 * `(kind, id)` order, so two commands cannot wait for each other within a wave; across waves Postgres finds the
 * deadlock and the transaction is repeated.
 */
import {
  type ActorRef,
  type ActorRegistry,
  type ActorState,
  type AnyActor,
  type By,
  type Command,
  isRejection,
  type Rejection,
} from './actor-types.ts';
import type { Queryable } from './database.ts';
import { type CausedEffect, type SplitEffects, splitEffects } from './effect-rows.ts';
import type { Row } from './effects.ts';
import { rowToState } from './state-rows.ts';

export interface CommandItem {
  readonly actor: ActorRef;
  readonly command: Command;
  readonly by: By;
  /** Traceparent that the events carry. */
  readonly trace: string | null;
  /** Compared with the state's version before deciding; a difference is `stale_version`. */
  readonly expectedVersion?: number;
  readonly tolerateRejection?: boolean;
  /** The event whose handling sent the command; stands in the deliveries it makes. */
  readonly eventId?: string | null;
}

export interface EventRow {
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly seq: number;
  readonly type: string;
  readonly version: number;
  readonly data: Row;
  readonly audience: unknown;
  readonly by: By;
  readonly trace: string | null;
  readonly at: string;
}

interface ActorSlot {
  readonly actor: AnyActor;
  readonly before: ActorState | undefined;
  state: ActorState | undefined;
}

/** States and events of one transaction so far. */
export interface Decisions {
  readonly slots: Map<string, ActorSlot>;
  readonly events: EventRow[];
  readonly effects: CausedEffect[];
}

export interface DecideTools {
  readonly registry: ActorRegistry;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** A command was refused; carries the catalogue code for the API. */
export class CommandRejected extends Error {
  readonly rejection: Rejection['rejection'];
  readonly actor: ActorRef;
  readonly currentVersion: number | undefined;

  constructor(rejection: Rejection['rejection'], actor: ActorRef, currentVersion?: number) {
    super(`${actor.kind}: ${rejection.code}${rejection.detail ? ` (${rejection.detail})` : ''}`);
    this.name = 'CommandRejected';
    this.rejection = rejection;
    this.actor = actor;
    this.currentVersion = currentVersion;
  }
}

export function newDecisions(): Decisions {
  return { slots: new Map(), events: [], effects: [] };
}

export function slotKey(actor: ActorRef): string {
  return `${actor.kind} ${actor.id}`;
}

/** Locks and loads the actors of a wave that are not held yet, kind by kind in `(kind, id)` order. */
export async function lockActors(
  client: Queryable,
  registry: ActorRegistry,
  decisions: Decisions,
  refs: readonly ActorRef[],
): Promise<void> {
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
    for (const row of await lockRows(client, actor.table, ids)) found.set(String(row.id), row);
    for (const id of ids) {
      const row = found.get(id);
      const state = row && rowToState(actor, row);
      decisions.slots.set(slotKey({ kind, id }), { actor, before: state, state });
    }
  }
}

async function lockRows(client: Queryable, table: string, ids: readonly string[]): Promise<Row[]> {
  const result = await client.query<{ row: Row }>({
    name: `lock_${table}`,
    text: `select to_jsonb(t) as row from "${table}" t where id = any($1) order by id for update`,
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

/**
 * Decides one command against its slot (which must be locked, or known to be new) and folds its events.
 * @throws CommandRejected when it is refused and not tolerated
 */
export function decideItem(tools: DecideTools, decisions: Decisions, item: CommandItem): void {
  const slot = decisions.slots.get(slotKey(item.actor));
  if (!slot) throw new Error(`Actor ${slotKey(item.actor)} was not locked before its command`);
  const { actor } = slot;
  const current = slot.state?.version;
  if (item.expectedVersion !== undefined && slot.state && current !== item.expectedVersion) {
    throw new CommandRejected({ code: 'stale_version' }, item.actor, current);
  }
  const at = tools.now().toISOString();
  const decision = actor.decide(slot.state, item.command, {
    id: item.actor.id,
    now: at,
    by: item.by,
    newId: tools.newId,
  });
  if (isRejection(decision)) {
    if (item.tolerateRejection) return;
    throw new CommandRejected(decision.rejection, item.actor, current);
  }
  for (const event of decision.events) {
    const before = slot.state;
    const evolved = actor.evolve(before, event, { id: item.actor.id, at, by: item.by });
    const after: ActorState = {
      ...evolved,
      seq: (before?.seq ?? 0) + 1,
      version: before ? before.version + (actor.raisesVersion(event.type) ? 1 : 0) : 1,
    };
    slot.state = after;
    decisions.events.push({
      actor_kind: item.actor.kind,
      actor_id: item.actor.id,
      seq: after.seq,
      type: event.type,
      version: actor.eventVersion(event.type),
      data: event.data,
      audience: actor.audience(event, before, after),
      by: item.by,
      trace: item.trace,
      at,
    });
  }
  for (const effect of decision.effects ?? []) {
    decisions.effects.push({
      effect,
      cause: { eventId: item.eventId ?? null, trace: item.trace, by: item.by, now: at, newId: tools.newId },
    });
  }
}

const MAX_WAVES = 8;

/**
 * Decides all items and, wave by wave, the commands that their effects ask for; leaves rows and deliveries for the
 * writer. Effects that `decisions` holds already (those of handlers) belong to the first wave's. A chain of commands longer than 8 waves is a circle in the domain and fails.
 */
export async function decideAll(
  client: Queryable,
  tools: DecideTools,
  decisions: Decisions,
  items: readonly CommandItem[],
): Promise<SplitEffects> {
  const rows: SplitEffects = { rows: [], commands: [], deliveries: [] };
  let wave = items;
  for (let count = 0; wave.length > 0 || decisions.effects.length > 0; count++) {
    if (count > MAX_WAVES) throw new Error(`Commands set off commands ${MAX_WAVES} times over: a circle`);
    await lockActors(
      client,
      tools.registry,
      decisions,
      wave.map((item) => item.actor),
    );
    for (const item of wave) decideItem(tools, decisions, item);
    const split = splitEffects(decisions.effects.splice(0));
    rows.rows.push(...split.rows);
    rows.deliveries.push(...split.deliveries);
    wave = split.commands.map(({ effect, cause }) => ({
      actor: effect.actor,
      command: effect.command,
      by: cause.by ?? { kind: 'system', id: 'engine' },
      trace: cause.trace,
      eventId: cause.eventId,
      ...(effect.tolerateRejection ? { tolerateRejection: true } : {}),
    }));
  }
  return rows;
}
