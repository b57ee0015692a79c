/** Customers: lists, one by id, a few by words; what can be changed about them. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type {
  Customer,
  CustomerNote,
  CustomerRegistrations,
  createCustomerSchema,
  editContactsSchema,
  editCustomerSchema,
} from '../../../src/contracts/customers.ts';
import type { CodeSent } from './applicants.ts';
import { type Change, change, get, type Query } from './client.ts';
import type { Page } from './page.ts';
import { pagedQuery } from './paged.ts';
import type { HistoryEntry } from './tickets.ts';

export const customerKeys = {
  all: ['customer'] as const,
  lists: ['customer', 'list'] as const,
  counts: ['customer', 'count'] as const,
  /** Of one of them, each. */
  registrations: ['customer', 'registrations'] as const,
};

export function customerList(filter: Query) {
  return pagedQuery<Customer>(customerKeys.lists, '/customers', filter);
}

/** How many there are of what a list shows. */
export function customerCount(filter: Query) {
  return queryOptions({
    queryKey: [...customerKeys.counts, filter] as const,
    queryFn: async ({ signal }) => (await get<{ total: number }>('/customers/count', filter, signal)).total,
  });
}

export function customerOne(id: string) {
  return queryOptions({
    queryKey: [...customerKeys.all, 'one', id] as const,
    queryFn: ({ signal }) =>
      get<Customer & { readonly position?: string }>(`/customers/${encodeURIComponent(id)}`, {}, signal),
    staleTime: 10 * 60_000,
  });
}

/** The last notes first. */
export function customerNotes(id: string) {
  return pagedQuery<CustomerNote>([...customerKeys.all, 'notes', id], `/customers/${id}/notes`, {});
}

/** All of it, page by page: an account's life is tens of events. */
export function customerHistory(id: string) {
  return queryOptions({
    queryKey: [...customerKeys.all, 'history', id] as const,
    queryFn: async ({ signal }) => {
      const entries: HistoryEntry[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: 200, cursor };
        const page = await get<Page<HistoryEntry>>(`/customers/${id}/history`, query, signal);
        entries.push(...page.data);
        cursor = page.page.next ?? undefined;
      } while (cursor !== undefined);
      return entries;
    },
  });
}

export function customerSearch(words: string) {
  return queryOptions({
    queryKey: [...customerKeys.all, 'search', words] as const,
    queryFn: ({ signal }) => get<Page<Customer>>('/customers', { q: words, limit: 20 }, signal),
    placeholderData: keepPreviousData,
  });
}

export function createCustomer(body: z.input<typeof createCustomerSchema>, key: string): Promise<Customer> {
  return change('POST', '/customers', { body, key });
}

export function editCustomer(
  id: string,
  body: z.input<typeof editCustomerSchema>,
  options: Change,
): Promise<Customer> {
  return change('PATCH', `/customers/${id}`, { ...options, body });
}

export function editContacts(
  id: string,
  body: z.input<typeof editContactsSchema>,
  options: Change,
): Promise<Customer> {
  return change('PATCH', `/customers/${id}/contacts`, { ...options, body });
}

/** To a phone that is to become the own one. */
export function askPhoneCode(id: string, phone: string): Promise<CodeSent> {
  return change('POST', `/customers/${id}/contacts/codes`, { body: { phone } });
}

export function registrationsOf(id: string) {
  return queryOptions({
    queryKey: [...customerKeys.registrations, id] as const,
    queryFn: ({ signal }) => get<CustomerRegistrations>(`/customers/${id}/registrations`, {}, signal),
  });
}

export function commandCustomer(
  id: string,
  path: string,
  body: Readonly<Record<string, unknown>>,
  options: Change = {},
): Promise<Customer> {
  return change('POST', `/customers/${id}/${path}`, { ...options, body });
}

export function removeEquipment(id: string, serial: string): Promise<Customer> {
  return change('DELETE', `/customers/${id}/equipment/${encodeURIComponent(serial)}`);
}
