/** Customers: lists, one by id, a few by words; what can be changed about them. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type {
  createCustomerSchema,
  customerSchema,
  customerStatuses,
  editCustomerSchema,
} from '../../../src/contracts/customers.ts';
import { type Change, change, get, type Query } from './client.ts';
import type { Page } from './page.ts';
import { pagedQuery } from './paged.ts';

export type Customer = z.infer<typeof customerSchema>;
export type CustomerStatus = (typeof customerStatuses)[number];

export const customerKeys = { all: ['customer'] as const, lists: ['customer', 'list'] as const };

export function customerList(filter: Query) {
  return pagedQuery<Customer>(customerKeys.lists, '/customers', filter);
}

export function customerOne(id: string) {
  return queryOptions({
    queryKey: [...customerKeys.all, 'one', id] as const,
    queryFn: ({ signal }) => get<Customer & { readonly position?: string }>(`/customers/${id}`, {}, signal),
    staleTime: 10 * 60_000,
  });
}

export function customerSearch(words: string) {
  return queryOptions({
    queryKey: [...customerKeys.all, 'search', words] as const,
    queryFn: ({ signal }) => get<Page<Customer>>('/customers', { q: words, limit: 20, sort: 'name' }, signal),
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

export function setCustomerStatus(id: string, status: CustomerStatus, version: number): Promise<Customer> {
  return change('POST', `/customers/${id}/status`, { body: { status }, version });
}
