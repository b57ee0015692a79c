import { useMemo } from 'react';
import { useTechnicians } from '../tickets/names.ts';

/** The zones that have technicians. */
export function useZones(): readonly string[] {
  const technicians = useTechnicians();
  return useMemo(() => [...new Set([...technicians.values()].map(({ zone }) => zone))].sort(), [technicians]);
}
