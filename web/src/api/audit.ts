/** The audit log. */
import { queryOptions } from '@tanstack/react-query';
import type { AuditDetail, AuditEntry } from '../../../src/contracts/audit.ts';
import { get, type Query, queryText } from './client.ts';
import { pagedQuery } from './paged.ts';

const AGAIN_MS = 15_000;

export function auditList(filter: Query) {
  return { ...pagedQuery<AuditEntry>(['audit', 'list'], '/audit', filter), refetchInterval: AGAIN_MS };
}

export function auditOne(id: string) {
  return queryOptions({
    queryKey: ['audit', 'one', id] as const,
    queryFn: ({ signal }) => get<AuditDetail>(`/audit/${id}`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A file of everything that the filter leaves. */
export function auditFile(filter: Query): string {
  return `/api/v1/audit/export${queryText(filter)}`;
}
