/** Bulk jobs: one command for many tickets, registrations or customers, worked off by the platform whether this page is open or not. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type {
  Bulk,
  BulkAction,
  BulkItem,
  BulkKind,
  BulkOutcome,
  bulksSchema,
} from '../../../src/contracts/bulk.ts';
import { change, get } from './client.ts';

export const bulkKeys = {
  all: ['bulk'] as const,
  list: ['bulk', 'list'] as const,
  items: (id: string, outcome: BulkOutcome) => ['bulk', 'items', id, outcome] as const,
};
const PAGE_ROWS = 100;

export type BulkList = z.infer<typeof bulksSchema>;

export const bulkList = queryOptions({
  queryKey: bulkKeys.list,
  queryFn: ({ signal }) => get<BulkList>('/bulk', {}, signal),
});

export function bulkItems(id: string, outcome: BulkOutcome) {
  return infiniteQueryOptions({
    queryKey: bulkKeys.items(id, outcome),
    queryFn: ({ pageParam, signal }) =>
      get<{ data: readonly BulkItem[] }>(
        `/bulk/${id}/items`,
        { outcome, limit: PAGE_ROWS, offset: pageParam },
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: (page, pages) => (page.data.length < PAGE_ROWS ? undefined : pages.length * PAGE_ROWS),
  });
}

const starts: Readonly<Record<BulkKind, string>> = {
  ticket: '/bulk',
  registration: '/bulk/registrations',
  customer: '/bulk/customers',
};

interface Start {
  readonly action: BulkAction;
  readonly ids?: readonly string[];
  readonly filter?: object;
  /** How many the person saw that it would be. */
  readonly expected?: number;
}

export function startBulk(kind: BulkKind, body: Start, key: string): Promise<Bulk> {
  return change('POST', starts[kind], { body: { ...body }, key });
}

export function bulkExportPath(id: string): string {
  return `/api/v1/bulk/${id}/export`;
}

export function cancelBulk(id: string): Promise<Bulk> {
  return change('POST', `/bulk/${id}/cancel`, { body: {} });
}
