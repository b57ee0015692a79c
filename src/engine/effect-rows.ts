/** Deliveries and timers as rows: the part of the effects that has a meaning of its own (D1, T1). */
import type { By } from './actor-types.ts';
import type {
  CancelTimerEffect,
  CommandEffect,
  DeliveryEffect,
  Effect,
  RowEffect,
  TimerEffect,
} from './effects.ts';

export interface Cause {
  /** Id of the event that caused it, when there is one. */
  readonly eventId: string | null;
  /** Traceparent the work hangs under. */
  readonly trace: string | null;
  /** Who stands in the events that its commands make; the engine when left out. */
  readonly by?: By;
  readonly now: string;
  readonly newId: () => string;
}

export interface CausedEffect {
  readonly effect: Effect;
  readonly cause: Cause;
}

export interface SplitEffects {
  readonly rows: RowEffect[];
  readonly commands: { readonly effect: CommandEffect; readonly cause: Cause }[];
  /** Deliveries to ring after the commit. */
  readonly deliveries: {
    readonly id: string;
    readonly channel: string;
    readonly priority: number;
    readonly trace: string | null;
  }[];
}

/**
 * Splits effects by what has to be done with them. Of several timer effects on one (actor, name) the last one
 * holds, so that setting and cancelling in one batch cannot meet in one statement.
 */
export function splitEffects(effects: readonly CausedEffect[]): SplitEffects {
  const split: SplitEffects = { rows: [], commands: [], deliveries: [] };
  const timers = new Map<string, { effect: TimerEffect | CancelTimerEffect; cause: Cause }>();
  for (const { effect, cause } of effects) {
    switch (effect.effect) {
      case 'command':
        split.commands.push({ effect, cause });
        break;
      case 'delivery':
        split.rows.push({ effect: 'insert', table: 'deliveries', row: deliveryRow(effect, cause) });
        // The sweep rings for what is held until later.
        if (effect.hold) break;
        split.deliveries.push({
          id: effect.id,
          channel: effect.channel,
          priority: effect.priority,
          trace: effect.about ? effect.about.trace : cause.trace,
        });
        break;
      case 'timer':
      case 'cancelTimer': {
        const key = JSON.stringify([effect.actor.kind, effect.actor.id, effect.name]);
        timers.set(key, { effect, cause });
        break;
      }
      default:
        split.rows.push(effect);
    }
  }
  for (const { effect, cause } of timers.values()) split.rows.push(timerRow(effect, cause));
  return split;
}

function deliveryRow(effect: DeliveryEffect, cause: Cause): Record<string, unknown> {
  return {
    id: effect.id,
    seq: 0,
    version: 0,
    channel: effect.channel,
    recipient_kind: effect.recipient.kind,
    recipient_id: effect.recipient.id,
    template: effect.template,
    params: effect.params,
    entity_kind: effect.entity?.kind ?? null,
    entity_id: effect.entity?.id ?? null,
    event_id: effect.about ? effect.about.eventId : cause.eventId,
    trace: effect.about ? effect.about.trace : cause.trace,
    priority: effect.priority,
    attempts: 0,
    ...standing(effect, cause),
    created_at: cause.now,
    ...(effect.sealed === undefined ? {} : { sealed: effect.sealed }),
    ...(effect.maxAttempts === undefined ? {} : { max_attempts: effect.maxAttempts }),
  };
}

function standing({ hold }: DeliveryEffect, cause: Cause): Record<string, unknown> {
  if (!hold) return { status: 'queued', next_attempt_at: cause.now };
  const { as, reason } = hold;
  return { status: as, reason, next_attempt_at: as === 'queued' ? hold.until : null };
}

function timerRow(effect: TimerEffect | CancelTimerEffect, cause: Cause): RowEffect {
  const key = { actor_kind: effect.actor.kind, actor_id: effect.actor.id, name: effect.name };
  if (effect.effect === 'cancelTimer') return { effect: 'delete', table: 'timers', row: key };
  return {
    effect: 'upsert',
    table: 'timers',
    conflict: ['actor_kind', 'actor_id', 'name'],
    row: {
      id: cause.newId(),
      ...key,
      due_at: effect.dueAt,
      command: effect.command,
      trace: cause.trace,
      attempts: 0,
      last_error: null,
    },
  };
}
