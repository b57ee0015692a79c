/** What is looked for in the ledger; it stands in the address, so that a search can be handed on. */
import * as z from 'zod/mini';
import { listDeliveriesQuery } from '../../../../src/contracts/notifications.ts';
import { idSchema } from '../../../../src/contracts/text.ts';
import type { Query } from '../../api/client.ts';

export const periods = ['all', 'hour', 'day', 'week'] as const;
export type Period = (typeof periods)[number];
const HOUR_MS = 3_600_000;
const lengths: Readonly<Record<Exclude<Period, 'all'>, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 168 * HOUR_MS,
};

export const deliverySearch = z.extend(
  z.pick(listDeliveriesQuery, {
    channel: true,
    status: true,
    recipientId: true,
    template: true,
    seen: true,
    entityKind: true,
    entityId: true,
  }),
  { within: z.optional(z.enum(periods)), open: z.optional(idSchema) },
);
export type DeliverySearch = Partial<z.infer<typeof deliverySearch>>;

/** By the whole minute, so that the same search soon after finds its pages. */
export function toQuery({ within, open: _open, ...rest }: DeliverySearch, nowMs: number): Query {
  if (within === undefined || within === 'all') return rest;
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000;
  return { ...rest, since: new Date(minuteMs - lengths[within]).toISOString() };
}
