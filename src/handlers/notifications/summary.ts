/** The daily summary to managers: follows from the run of the schedule `summary.daily`. */
import type { TicketStatus } from '../../contracts/tickets.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Effect } from '../../engine/effects.ts';
import type { HandleContext, Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { readCompletedSince, readStatuses } from '../analytics/read-overview.ts';
import type { ParamsOf } from '../templates/registry.ts';
import { createTelling } from './telling.ts';
import { isTold } from './told.ts';

interface Summary {
  readonly managers: readonly string[];
  readonly figures: ParamsOf<'summary.daily'>;
}

export const summaryNotices: Handler<Summary> = {
  name: 'notifications.summary',
  group: 'notifications',
  types: ['schedule.ran'],
  attempts: 10,
  onDead: 'continue',
  load: loadSummary,
  handle,
};

function handle(
  event: LoggedEvent,
  { managers, figures }: Summary,
  context: HandleContext,
): readonly Effect[] {
  // Every schedule's runs come here; the summary follows from its own alone.
  if (event.actorId !== 'summary.daily') return [];
  const to = createTelling(event, context);
  to.inApp(managers, 'summary.daily', figures);
  to.send(
    'email',
    managers.map((id) => ({ kind: 'user', id })),
    'summary.daily',
    figures,
  );
  return to.effects;
}

/** As things stand when the summary is made, by the figures that the pages show. Index: tickets_due. */
async function loadSummary(_events: readonly LoggedEvent[], db: Queryable): Promise<Summary> {
  const statuses = await readStatuses(db);
  const count = (wanted: TicketStatus) => statuses.find(({ status }) => status === wanted)?.count ?? 0;
  // What is overdue is a matter of the clock, not of events: no follower can keep it.
  const { rows } = await db.query<{ overdue: number }>({
    name: 'summary_overdue',
    text: `select count(*)::int as overdue from tickets
      where status not in ('completed', 'cancelled') and sla_due_at < now()`,
  });
  const figures = {
    open: count('open'),
    assigned: count('assigned'),
    inProgress: count('in_progress'),
    onHold: count('on_hold'),
    overdue: rows[0]?.overdue ?? 0,
    completed: await readCompletedSince(db, '24 hours'),
  };
  return { managers: await readManagers(db), figures };
}

/** Who reads what schedules tell. Index: users_role. */
export async function readManagers(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'summary_managers',
    text: `select id from users where role = 'manager' and ${isTold()} order by id limit 100`,
  });
  return rows.map(({ id }) => id);
}
