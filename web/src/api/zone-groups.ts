/** The WhatsApp group of each zone. */
import { queryOptions } from '@tanstack/react-query';
import type * as z from 'zod/mini';
import type { ZoneGroup, zoneGroupsSchema } from '../../../src/contracts/zone-groups.ts';
import { change, get } from './client.ts';

export const zoneGroupKeys = { all: ['zone_group'] as const };

export const zoneGroupList = queryOptions({
  queryKey: zoneGroupKeys.all,
  queryFn: ({ signal }) => get<z.infer<typeof zoneGroupsSchema>>('/zone-groups', {}, signal),
});

export function setZoneGroup(zone: string, groupId: string | null): Promise<ZoneGroup> {
  return change('PUT', `/zone-groups/${encodeURIComponent(zone)}`, { body: { groupId } });
}
