/** Registrations as staff work on them. */
import { queryOptions } from '@tanstack/react-query';
import type { Registration, RegistrationCommandName } from '../../../src/contracts/registrations.ts';
import { type Change, change, get, type Query } from './client.ts';
import type { Page } from './page.ts';
import { pagedQuery } from './paged.ts';
import type { HistoryEntry } from './tickets.ts';

const MOST_ENTRIES = 200;

export const registrationKeys = {
  all: ['registration'] as const,
  lists: ['registration', 'list'] as const,
  counts: ['registration', 'count'] as const,
};

export function registrationList(filter: Query) {
  return pagedQuery<Registration>(registrationKeys.lists, '/registrations', filter);
}

/** How many there are of what a list shows. */
export function registrationCount(filter: Query) {
  return queryOptions({
    queryKey: [...registrationKeys.counts, filter] as const,
    queryFn: async ({ signal }) =>
      (await get<{ total: number }>('/registrations/count', filter, signal)).total,
  });
}

export function registrationOne(id: string) {
  return queryOptions({
    queryKey: [...registrationKeys.all, 'one', id] as const,
    queryFn: ({ signal }) =>
      get<Registration & { readonly position?: string }>(
        `/registrations/${encodeURIComponent(id)}`,
        {},
        signal,
      ),
  });
}

/** A registration's life is ten events or so. */
export function registrationHistory(id: string) {
  return queryOptions({
    queryKey: [...registrationKeys.all, 'history', id] as const,
    queryFn: async ({ signal }) =>
      (await get<Page<HistoryEntry>>(`/registrations/${id}/history`, { limit: MOST_ENTRIES }, signal)).data,
  });
}

export function commandRegistration(
  id: string,
  command: RegistrationCommandName,
  options: Change,
): Promise<Registration> {
  return change('POST', `/registrations/${id}/${command}`, { ...options, body: options.body ?? {} });
}
