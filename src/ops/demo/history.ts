/**
 * A past in memory: commands at chosen instants, decided and folded by the actors themselves, with the timers that
 * the business handlers set fired at their time. What is due after `now` stays as a timer.
 */
import { actors } from '../../actors/registry.ts';
import type { ActorRef, By, Command } from '../../engine/actor-types.ts';
import {
  type CommandItem,
  type Decisions,
  decideItem,
  type EventRow,
  newDecisions,
  slotKey,
  toItem,
} from '../../engine/decide.ts';
import type { TimerEffect } from '../../engine/effects.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { slaTimers, timersAfter } from '../../handlers/business/sla-timers.ts';
import { technicianRating } from '../../handlers/business/technician-rating.ts';

export interface History {
  /** Gives a command at an instant; timers of the same actor that are due before it come first. */
  give(actor: ActorRef, command: Command, by: By, atMs: number): void;
  /** Fires what is due up to the end and returns the timers that are left. */
  finish(): TimerEffect[];
  readonly decisions: Decisions;
}

export interface HistoryOptions {
  readonly endMs: number;
  readonly newId: (atMs: number) => string;
}

export function createHistory({ endMs, newId }: HistoryOptions): History {
  const decisions = newDecisions();
  const timers = new Map<string, Map<string, TimerEffect>>();
  let clockMs = 0;
  const tools = {
    registry: actors,
    now: () => new Date(clockMs),
    newId: () => newId(clockMs),
  };

  function decideAt(item: CommandItem, atMs: number): void {
    clockMs = atMs;
    const from = decisions.events.length;
    const effectsFrom = decisions.effects.length;
    // In memory everybody can be had at once.
    const missing = decideItem(tools, decisions, item);
    for (const actor of missing) meet(actor);
    if (missing.length > 0) decideItem(tools, decisions, item);
    for (const event of decisions.events.slice(from)) {
      if (slaTimers.types.includes(event.type)) keepTimers(event);
      if (technicianRating.types.includes(event.type)) follow(event, atMs);
    }
    // What it asks of others is decided at the same instant, as in the commit of a real one.
    for (const one of decisions.effects.splice(effectsFrom)) {
      if (one.effect.effect !== 'command') decisions.effects.push(one);
      else {
        meet(one.effect.actor);
        decideAt(toItem(one.effect, one.cause), atMs);
      }
    }
  }

  function meet(actor: ActorRef): void {
    const definition = actors.get(actor.kind);
    if (!definition) throw new Error(`There is no actor of kind ${actor.kind}`);
    const key = slotKey(actor);
    if (!decisions.slots.has(key)) {
      decisions.slots.set(key, { actor: definition, before: undefined, state: undefined });
    }
  }

  /** What the handler of ratings would have sent. */
  function follow(event: EventRow, atMs: number): void {
    const by: By = { kind: 'handler', id: technicianRating.name };
    const context = { now: event.at, newId: tools.newId };
    for (const effect of technicianRating.handle(asLogged(event), undefined, context)) {
      if (effect.effect !== 'command') continue;
      meet(effect.actor);
      decideAt({ actor: effect.actor, command: effect.command, by, trace: null }, atMs);
    }
  }

  function keepTimers(event: EventRow): void {
    const mine = timers.get(event.actor_id) ?? new Map<string, TimerEffect>();
    timers.set(event.actor_id, mine);
    for (const effect of timersAfter(asLogged(event))) {
      if (effect.effect === 'timer') mine.set(effect.name, effect);
      else if (effect.effect === 'cancelTimer') mine.delete(effect.name);
    }
  }

  function fireUntil(actorId: string, untilMs: number): void {
    const mine = timers.get(actorId);
    for (;;) {
      const [next] = [...(mine?.values() ?? [])]
        .filter((timer) => Date.parse(timer.dueAt) <= untilMs)
        .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
      if (!mine || !next) return;
      mine.delete(next.name);
      const by: By = { kind: 'timer', id: next.name };
      const item = { actor: next.actor, command: next.command, by, trace: null, tolerateRejection: true };
      decideAt(item, Date.parse(next.dueAt));
    }
  }

  return {
    decisions,
    give(actor, command, by, atMs) {
      meet(actor);
      if (actor.kind === 'ticket') fireUntil(actor.id, atMs);
      decideAt({ actor, command, by, trace: null }, atMs);
    },
    finish() {
      for (const actorId of timers.keys()) fireUntil(actorId, endMs);
      return [...timers.values()].flatMap((mine) => [...mine.values()]);
    },
  };
}

/** An event as a handler reads it; its id is only known when it is written. */
export function asLogged(event: EventRow): LoggedEvent {
  return {
    id: '',
    actorKind: event.actor_kind,
    actorId: event.actor_id,
    seq: event.seq,
    type: event.type,
    version: event.version,
    data: event.data,
    audience: event.audience as LoggedEvent['audience'],
    by: event.by,
    trace: event.trace,
    at: event.at,
    position: null,
  };
}
