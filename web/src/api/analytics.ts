/** Figures of a period beside the period before. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AnalyticsOverview, FigureName, FigureRow, Period } from '../../../src/contracts/analytics.ts';
import { get } from './client.ts';

export interface Figure<F extends FigureName> {
  readonly period: Period;
  readonly before: Period;
  readonly data: readonly FigureRow<F>[];
  readonly dataBefore: readonly FigureRow<F>[];
  readonly behind: number;
}

/** The last thirty days when it is not said. */
export type AskedPeriod = Partial<Period>;

export const figuresKey = ['analytics'] as const;

const AGAIN_MS = 3_000;

/** Events ask for them anew (`live/`); as long as some are not counted yet, so does time. */
const whileBehind = ({ state }: { state: { data?: { readonly behind: number } | undefined } }) =>
  state.data && state.data.behind > 0 ? AGAIN_MS : false;

export function figure<F extends FigureName>(name: F, period: AskedPeriod) {
  return queryOptions({
    queryKey: [...figuresKey, name, period] as const,
    queryFn: ({ signal }) => get<Figure<F>>(`/analytics/${name}`, { ...period }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: whileBehind,
  });
}

export const figuresOverview = queryOptions({
  queryKey: [...figuresKey, 'overview'] as const,
  queryFn: ({ signal }) => get<AnalyticsOverview>('/analytics/overview', {}, signal),
  refetchInterval: whileBehind,
});

/** Where a browser fetches it as a file. */
export function exportPath(name: FigureName | 'work', { from, to }: Period): string {
  return `/api/v1/analytics/${name}/export?from=${from}&to=${to}`;
}
