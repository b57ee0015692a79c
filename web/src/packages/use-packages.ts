import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Package } from '../../../src/contracts/packages.ts';
import { packageList } from '../api/packages.ts';
import { useMay } from '../session/session.ts';

/** By id, the cheapest first; empty for those who may not see packages. */
export function usePackages(): ReadonlyMap<string, Package> {
  const may = useMay();
  const { data } = useQuery({ ...packageList, enabled: may('packages.view') });
  return useMemo(() => new Map(data?.map((one) => [one.id, one])), [data]);
}
