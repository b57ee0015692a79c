/** How full a technician's days are, from the event's own data, wherever the technician was read. */
import type { QueryClient } from '@tanstack/react-query';
import type { EventData } from '../../../src/contracts/events.ts';
import type { Envelope } from '../../../src/contracts/generic/envelope.ts';
import { dispatchKeys } from '../api/dispatch.ts';
import { type Technician, technicianKeys } from '../api/technicians.ts';

export function applyLoad(cache: QueryClient, event: Envelope, id: string): void {
  const { load } = event.data as EventData<'technician.booked'>;
  const seq = event.actorseq;
  const fold = (one: Technician): Technician =>
    one.id === id && one.seq < seq ? { ...one, load, seq } : one;
  cache.setQueryData<Technician[]>(technicianKeys.directory, (all) => all?.map(fold));
  cache.setQueryData<Technician>(technicianKeys.one(id), (one) => one && fold(one));
  // The order of candidates is the API's.
  void cache.invalidateQueries({ queryKey: dispatchKeys.candidates });
}
