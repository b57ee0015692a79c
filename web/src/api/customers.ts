/** Customers: one by id, a few by words. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { customerSchema } from '../../../src/contracts/customers.ts';
import { get } from './client.ts';
import type { Page } from './page.ts';

export type Customer = z.infer<typeof customerSchema>;

export const customerKeys = { all: ['customer'] as const };

export function customerOne(id: string) {
  return queryOptions({
    queryKey: [...customerKeys.all, 'one', id] as const,
    queryFn: ({ signal }) => get<Customer>(`/customers/${id}`, {}, signal),
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
