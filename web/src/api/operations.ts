/** What operators read and turn. None of it comes through the socket, so what is on the screen is asked again. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { deliverySchema } from '../../../src/contracts/notifications.ts';
import type { auditSchema, deadLetterSchema, scheduleSchema } from '../../../src/contracts/operations.ts';
import { change, get, type Query } from './client.ts';
import { pagedQuery } from './paged.ts';

export type DeadLetter = z.infer<typeof deadLetterSchema>;
export type Delivery = z.infer<typeof deliverySchema>;
export type Schedule = z.infer<typeof scheduleSchema>;
export type AuditEntry = z.infer<typeof auditSchema>;
export type ScheduleCommand = 'run' | 'pause' | 'resume';
type Resolution = 'replay' | 'discard';

const AGAIN_MS = 15_000;

export const operationKeys = {
  deadLetters: ['dead-letter'] as const,
  deliveries: ['delivery'] as const,
  schedules: ['schedule'] as const,
  audit: ['audit'] as const,
};

export function deadLetterList(filter: Query) {
  return {
    ...pagedQuery<DeadLetter>(operationKeys.deadLetters, '/dead-letters', filter),
    refetchInterval: AGAIN_MS,
  };
}

export function deliveryList(filter: Query) {
  return {
    ...pagedQuery<Delivery>(operationKeys.deliveries, '/deliveries', filter),
    refetchInterval: AGAIN_MS,
  };
}

export function auditList(filter: Query) {
  return { ...pagedQuery<AuditEntry>(operationKeys.audit, '/audit', filter), refetchInterval: AGAIN_MS };
}

export const schedules = queryOptions({
  queryKey: operationKeys.schedules,
  queryFn: ({ signal }) => get<{ readonly data: readonly Schedule[] }>('/schedules', {}, signal),
  refetchInterval: AGAIN_MS,
});

export function resolveDeadLetter(id: string, resolution: Resolution, reason?: string): Promise<void> {
  return change('POST', `/dead-letters/${id}/${resolution}`, {
    body: reason === undefined ? {} : { reason },
  });
}

export function resolveDelivery(id: string, resolution: Resolution, reason: string): Promise<void> {
  return change('POST', `/deliveries/${id}/${resolution}`, { body: { reason } });
}

export function commandSchedule(name: string, command: ScheduleCommand): Promise<void> {
  return change('POST', `/schedules/${name}/${command}`, { body: {} });
}
