/**
 * The SLA sweep: follows from the run of the schedule `sla.sweep`. Clocks are timers; this finds open tickets that are past
 * their deadline although no timer of theirs waits (a clock set back, a row that somebody removed, data brought in from
 * elsewhere), and gives them the command that the timer would have given.
 */
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

export const SLA_SWEEP = 'sla.sweep';

/** In one run; what is left over comes with the next. */
const MOST = 500;
/** So long a timer that is due has to come by itself. */
const PATIENCE = '5 minutes';

interface Forgotten {
  readonly id: string;
  readonly startedAt: string;
}

export const slaSweep: Handler<readonly Forgotten[]> = {
  name: 'business.sla_sweep',
  group: 'business',
  types: ['schedule.ran'],
  attempts: 5,
  // The next run finds the same.
  onDead: 'continue',
  load: readForgotten,
  handle(event, forgotten) {
    if (event.actorId !== SLA_SWEEP) return [];
    return forgotten.map(({ id, startedAt }): Effect => {
      const command: TicketCommand = { type: 'sla_breach', startedAt };
      return { effect: 'command', actor: { kind: 'ticket', id }, command, tolerateRejection: true };
    });
  },
};

/** Index: tickets_due, of open ones alone. */
async function readForgotten(events: readonly LoggedEvent[], db: Queryable): Promise<readonly Forgotten[]> {
  if (!events.some(({ actorId }) => actorId === SLA_SWEEP)) return [];
  const { rows } = await db.query<{ id: string; started: Date }>({
    name: 'sla_sweep',
    text: `select t.id, t.sla_started_at as started from tickets t
      where t.status not in ('completed', 'cancelled') and t.sla_due_at < now() - interval '${PATIENCE}'
       and t.sla_started_at is not null and t.sla_state <> 'breached'
       and not exists (select from timers where actor_kind = 'ticket' and actor_id = t.id and name = 'sla_breach')
      order by t.sla_due_at limit ${MOST}`,
    values: [],
  });
  return rows.map(({ id, started }) => ({ id, startedAt: started.toISOString() }));
}
