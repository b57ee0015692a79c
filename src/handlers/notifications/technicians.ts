/** How technicians did last week, to managers: follows from the run of the schedule `summary.technicians`. */
import type { FigureRow } from '../../contracts/analytics.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Effect } from '../../engine/effects.ts';
import type { HandleContext, Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { figureReaders } from '../analytics/read-figures.ts';
import { readWeekBefore } from '../analytics/read-week.ts';
import type { ParamsOf } from '../templates/registry.ts';
import { readManagers } from './summary.ts';
import { createTelling } from './telling.ts';

const SCHEDULE = 'summary.technicians';
type Words = ParamsOf<'summary.technicians'>;

interface Loaded {
  readonly managers: readonly string[];
  /** By the id of the run; nothing as long as the week is not counted to its end. */
  readonly weeks: ReadonlyMap<string, Words>;
}

export const techniciansNotices: Handler<Loaded> = {
  name: 'notifications.technicians',
  group: 'notifications',
  types: ['schedule.ran'],
  attempts: 10,
  onDead: 'continue',
  load,
  handle,
};

/** @throws while figures are counted anew or lag: it comes again, and tells of the whole week */
function handle(event: LoggedEvent, { managers, weeks }: Loaded, context: HandleContext): readonly Effect[] {
  if (event.actorId !== SCHEDULE) return [];
  const words = weeks.get(event.id);
  if (!words) throw new Error('The week is not counted to its end yet');
  const to = createTelling(event, context);
  to.inApp(managers, SCHEDULE, words);
  to.send(
    'email',
    managers.map((id) => ({ kind: 'user', id })),
    SCHEDULE,
    words,
  );
  return to.effects;
}

/** One week for each run: there is one run a week. */
async function load(events: readonly LoggedEvent[], db: Queryable): Promise<Loaded> {
  const runs = events.filter(({ actorId }) => actorId === SCHEDULE);
  const weeks = new Map<string, Words>();
  if (runs.length === 0) return { managers: [], weeks };
  for (const { id, data } of runs) {
    const { week, counted } = await readWeekBefore(db, String(data.instant));
    if (counted) weeks.set(id, { ...week, ...totals(await figureReaders.technicians(db, week, {})) });
  }
  return { managers: await readManagers(db), weeks };
}

function totals(rows: readonly FigureRow<'technicians'>[]) {
  const sum = (of: (row: FigureRow<'technicians'>) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  const completed = sum((row) => row.completed);
  const ratings = sum((row) => row.ratings);
  const percent = (part: number) => (completed === 0 ? 0 : Math.round((100 * part) / completed));
  return {
    technicians: rows.length,
    completed,
    onTimePercent: percent(sum((row) => row.onTime)),
    firstTimePercent: percent(sum((row) => row.firstTime)),
    ratings,
    rating:
      ratings === 0 ? 0 : Math.round((10 * sum((row) => (row.rating ?? 0) * row.ratings)) / ratings) / 10,
  };
}
