/** Who suits a ticket, what technicians can be certified in, and what is assigned by itself. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { Candidates, Dispatch, setDispatchSchema } from '../../../src/contracts/dispatch.ts';
import type {
  createSpecializationSchema,
  editSpecializationSchema,
  Specialization,
} from '../../../src/contracts/specializations.ts';
import { type Change, change, get } from './client.ts';

export const dispatchKeys = {
  candidates: ['technician', 'candidates'] as const,
  specializations: ['specialization'] as const,
  zones: ['dispatch'] as const,
};

/** `scheduledAt`: of the visit that is being planned; the ticket's own when left out. */
export function candidatesOf(ticketId: string, scheduledAt?: string) {
  return queryOptions({
    queryKey: [...dispatchKeys.candidates, ticketId, scheduledAt ?? ''],
    queryFn: ({ signal }) =>
      get<Candidates>(`/tickets/${encodeURIComponent(ticketId)}/candidates`, { scheduledAt }, signal),
  });
}

export const specializations = queryOptions({
  queryKey: dispatchKeys.specializations,
  queryFn: ({ signal }) => get<{ data: readonly Specialization[] }>('/specializations', {}, signal),
  staleTime: 5 * 60_000,
});

export const dispatchZones = queryOptions({
  queryKey: dispatchKeys.zones,
  queryFn: ({ signal }) => get<{ data: readonly Dispatch[] }>('/dispatch', {}, signal),
});

export function setDispatch(
  zone: string,
  body: z.input<typeof setDispatchSchema>,
  options: Change,
): Promise<Dispatch> {
  return change('PUT', `/dispatch/${encodeURIComponent(zone)}`, { ...options, body });
}

export function createSpecialization(
  body: z.input<typeof createSpecializationSchema>,
  options: Change,
): Promise<Specialization> {
  return change('POST', '/specializations', { ...options, body });
}

export function editSpecialization(
  code: string,
  body: z.input<typeof editSpecializationSchema>,
  options: Change,
): Promise<Specialization> {
  return change('PATCH', `/specializations/${encodeURIComponent(code)}`, { ...options, body });
}
