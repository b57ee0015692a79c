/** What operators read and turn. None of it comes through the socket, so what is on the screen is asked again. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { conditionSchema } from '../../../src/contracts/condition.ts';
import type { deliveryDetailSchema, deliverySchema } from '../../../src/contracts/notifications.ts';
import type {
  CronRunView,
  DeadLetterResult,
  deadLetterSchema,
  Schedule,
} from '../../../src/contracts/operations.ts';
import { change, get, type Query } from './client.ts';
import { pagedQuery } from './paged.ts';

export type DeadLetter = z.infer<typeof deadLetterSchema>;
export type Delivery = z.infer<typeof deliverySchema>;
export type DeliveryDetail = z.infer<typeof deliveryDetailSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type ScheduleCommand = 'run' | 'pause' | 'resume';
type Resolution = 'replay' | 'discard';

const AGAIN_MS = 15_000;
const CONDITION_MS = 5_000;

export const operationKeys = {
  deadLetters: ['dead-letter'] as const,
  deliveries: ['delivery'] as const,
  schedules: ['schedule'] as const,
  condition: ['condition'] as const,
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

export function deliveryOne(id: string) {
  return queryOptions({
    queryKey: [...operationKeys.deliveries, 'one', id] as const,
    queryFn: ({ signal }) => get<DeliveryDetail>(`/deliveries/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: AGAIN_MS,
  });
}

export const schedules = queryOptions({
  queryKey: operationKeys.schedules,
  queryFn: ({ signal }) => get<{ readonly data: readonly Schedule[] }>('/schedules', {}, signal),
  refetchInterval: AGAIN_MS,
});

/** Instants of one schedule, newest first. */
export function scheduleRuns(name: string) {
  return {
    ...pagedQuery<CronRunView>([...operationKeys.schedules, 'runs', name], `/schedules/${name}/runs`, {}),
    refetchInterval: AGAIN_MS,
  };
}

/** Open incidents, and how the providers are. */
export const condition = queryOptions({
  queryKey: operationKeys.condition,
  queryFn: ({ signal }) => get<Condition>('/condition', {}, signal),
  refetchInterval: CONDITION_MS,
});

/** One or many; says what became of each. */
export function resolveDeadLetters(
  ids: readonly string[],
  resolution: Resolution,
  reason: string,
): Promise<{ readonly data: readonly DeadLetterResult[] }> {
  return change('POST', `/dead-letters/${resolution}`, { body: { ids, reason } });
}

export function resolveDelivery(id: string, resolution: Resolution, reason: string): Promise<void> {
  return change('POST', `/deliveries/${id}/${resolution}`, { body: { reason } });
}

export function commandSchedule(name: string, command: ScheduleCommand): Promise<void> {
  return change('POST', `/schedules/${name}/${command}`, { body: {} });
}
