/**
 * What one transaction decides, and the deciding of one command: the states and events so far, and how a command is
 * refused. No I/O at all: actors are loaded and locked by `waves.ts`.
 */
import {
  type ActorRef,
  type ActorRegistry,
  type ActorState,
  type AnyActor,
  type By,
  type Command,
  isRejection,
  type NewEvent,
  type Rejection,
} from './actor-types.ts';
import type { Cause, CausedEffect } from './effect-rows.ts';
import type { CommandEffect, CommandResult, Row } from './effects.ts';
import { personalChange } from './personal-changes.ts';

export interface CommandItem {
  readonly actor: ActorRef;
  readonly command: Command;
  readonly by: By;
  /** Traceparent that the events carry. */
  readonly trace: string | null;
  /** Compared with the state's version before deciding; a difference is `stale_version`. */
  readonly expectedVersion?: number;
  readonly tolerateRejection?: boolean;
  /** Other actors that its decision will ask: locked with it. */
  readonly locks?: readonly ActorRef[];
  readonly result?: CommandResult;
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

/**
 * Decides one command against its slot (which must be locked, or known to be new), folds its events, and does the
 * same with the commands it asks for together. Returns actors that have to be locked first, and has decided nothing
 * then.
 * @throws CommandRejected when it is refused and not tolerated
 */
export function decideItem(tools: DecideTools, decisions: Decisions, item: CommandItem): readonly ActorRef[] {
  const { events, effects } = decisions;
  const counts = { events: events.length, effects: effects.length };
  const before: StatesBefore = new Map();
  const failed = attempt(tools, decisions, item, before);
  if (!failed) {
    keepResult(decisions, item, tools);
    return [];
  }
  for (const [slot, state] of before) slot.state = state;
  events.length = counts.events;
  effects.length = counts.effects;
  if ('missing' in failed) return failed.missing;
  if (!item.tolerateRejection) throw failed.refused;
  keepResult(decisions, item, tools, failed.refused.rejection);
  return [];
}

type StatesBefore = Map<ActorSlot, ActorState | undefined>;
type Failed = { readonly refused: CommandRejected } | { readonly missing: readonly ActorRef[] };

function attempt(
  tools: DecideTools,
  decisions: Decisions,
  item: CommandItem,
  states: StatesBefore,
): Failed | undefined {
  const slot = decisions.slots.get(slotKey(item.actor));
  if (!slot) throw new Error(`Actor ${slotKey(item.actor)} was not locked before its command`);
  const current = slot.state?.version;
  if (item.expectedVersion !== undefined && slot.state && current !== item.expectedVersion) {
    throw new CommandRejected({ code: 'stale_version' }, item.actor, current);
  }
  const at = tools.now().toISOString();
  const decision = slot.actor.decide(slot.state, item.command, {
    id: item.actor.id,
    now: at,
    by: item.by,
    newId: tools.newId,
  });
  if (isRejection(decision)) return { refused: new CommandRejected(decision.rejection, item.actor, current) };
  if (!states.has(slot)) states.set(slot, slot.state);
  const cause = {
    eventId: item.eventId ?? null,
    trace: item.trace,
    by: item.by,
    now: at,
    newId: tools.newId,
  };
  foldEvents(decisions, slot, item, decision.events, cause);
  const asked: CommandItem[] = [];
  for (const effect of decision.effects ?? []) {
    if (effect.effect === 'command' && effect.together) asked.push(toItem(effect, cause));
    else decisions.effects.push({ effect, cause });
  }
  const missing = asked.map(({ actor }) => actor).filter((actor) => !decisions.slots.has(slotKey(actor)));
  if (missing.length > 0) return { missing };
  for (const one of asked) {
    const failed = attempt(tools, decisions, one, states);
    if (failed) return failed;
  }
  return undefined;
}

function foldEvents(
  decisions: Decisions,
  slot: ActorSlot,
  item: CommandItem,
  events: readonly NewEvent[],
  cause: Cause & { readonly now: string },
): void {
  const { actor } = slot;
  const { now: at } = cause;
  for (const event of events) {
    const before = slot.state;
    const evolved = actor.evolve(before, event, { id: item.actor.id, at, by: item.by });
    const after: ActorState = {
      ...evolved,
      seq: (before?.seq ?? 0) + 1,
      version: before ? before.version + (actor.raisesVersion(event.type) ? 1 : 0) : 1,
    };
    slot.state = after;
    const kept = actor.forgets ? undefined : personalChange(item.actor, event.personal, before, after);
    if (kept) decisions.effects.push({ effect: kept, cause });
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
}

/** A command that an effect asks for, in the name of its cause unless it says another. */
export function toItem(effect: CommandEffect, cause: Cause): CommandItem {
  return {
    actor: effect.actor,
    command: effect.command,
    by: effect.by ?? cause.by ?? { kind: 'system', id: 'engine' },
    trace: cause.trace,
    eventId: cause.eventId,
    ...(effect.tolerateRejection ? { tolerateRejection: true } : {}),
    ...(effect.locks ? { locks: effect.locks } : {}),
    ...(effect.result ? { result: effect.result } : {}),
  };
}

/** What came of a command, where somebody wants to read it afterwards: an effect like any other. */
function keepResult(
  decisions: Decisions,
  { result, by, trace, eventId = null }: CommandItem,
  { now, newId }: DecideTools,
  rejection?: Rejection['rejection'],
): void {
  if (!result) return;
  const { table, key } = result;
  const outcome = {
    outcome: rejection ? 'refused' : 'done',
    code: rejection?.code ?? null,
    detail: rejection?.detail ?? null,
  };
  decisions.effects.push({
    effect: { effect: 'update', table, key: Object.keys(key), row: { ...key, ...outcome } },
    cause: { eventId, trace, by, now: now().toISOString(), newId },
  });
}
