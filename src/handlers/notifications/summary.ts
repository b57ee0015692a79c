/** The daily summary to managers: follows from the run of the schedule `summary.daily`. */
import type { Queryable } from '../../engine/database.ts';
import type { Effect } from '../../engine/effects.ts';
import type { HandleContext, Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import type { ParamsOf } from '../templates/registry.ts';
import { createTelling } from './telling.ts';

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

/** As things stand when the summary is made. Index: tickets_status. */
async function loadSummary(_events: readonly LoggedEvent[], db: Queryable): Promise<Summary> {
  const figures = await db.query<ParamsOf<'summary.daily'>>({
    name: 'summary_figures',
    text: `select
        count(*) filter (where status = 'open')::int as open,
        count(*) filter (where status = 'assigned')::int as assigned,
        count(*) filter (where status = 'in_progress')::int as "inProgress",
        count(*) filter (where status = 'on_hold')::int as "onHold",
        count(*) filter (where status not in ('completed', 'cancelled') and sla_due_at < now())::int as overdue,
        count(*) filter (where status = 'completed' and completed_at > now() - interval '24 hours')::int as completed
      from tickets where status not in ('completed', 'cancelled') or completed_at > now() - interval '24 hours'`,
  });
  const managers = await db.query<{ id: string }>({
    name: 'summary_managers',
    text: `select id from users where role = 'manager' and status = 'active' order by id limit 100`,
  });
  const row = figures.rows[0];
  if (!row) throw new Error('The summary query returned no row');
  return { managers: managers.rows.map(({ id }) => id), figures: row };
}
