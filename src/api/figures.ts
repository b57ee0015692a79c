/** The rows of a figure, for whoever may read them; those that are expensive, from the cache (decision 0036). */
import type { FigureName, FigureRow, Period } from '../contracts/analytics.ts';
import type { Queryable } from '../engine/database.ts';
import { type FigureScope, figureReaders } from '../handlers/analytics/read-figures.ts';
import { readTimesVersion, type TimesVersion, versionOfTimes } from '../handlers/analytics/times-version.ts';
import type { AnswerCache } from './answer-cache.ts';

export interface FigureSource {
  readonly pool: Queryable;
  readonly answers: AnswerCache;
}

export async function readFigure(
  name: FigureName,
  { pool, answers }: FigureSource,
  period: Period,
  scope: FigureScope,
): Promise<readonly object[]> {
  if (name !== 'times') return await figureReaders[name](pool, period, scope);
  const version = await readTimesVersion(pool, period);
  const keyOf = ({ of, responses, resolutions }: TimesVersion) =>
    ['times', scope.technicianId ?? 'all', of, period.from, period.to, responses, resolutions].join(':');
  return await answers.remember<FigureRow<'times'>[]>(
    keyOf(version),
    () => figureReaders.times(pool, period, scope),
    (rows) => keyOf(versionOfTimes(version, rows)),
  );
}
