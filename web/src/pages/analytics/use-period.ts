/** The period that the address names. */
import { useMemo } from 'react';
import type { Period } from '../../../../src/contracts/analytics.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { timeZone } from '../../session/page-facts.ts';
import { lastPeriod, periodSearch } from './period.ts';

export function usePeriod(): readonly [period: Period, setPeriod: (period: Period) => void] {
  const { from, to } = useSearchOf(periodSearch);
  const setSearch = useSetSearch();
  const period = useMemo(() => {
    const usual = lastPeriod('30', timeZone());
    return from !== undefined && to !== undefined && from <= to ? { from, to } : usual;
  }, [from, to]);
  return [period, setSearch as (period: Period) => void];
}
