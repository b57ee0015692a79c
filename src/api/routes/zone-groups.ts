/** Which WhatsApp group is told of a zone. */
import * as z from 'zod/mini';
import type { ZoneGroupCommand, ZoneGroupState } from '../../actors/zone_group/actor.ts';
import { formatPosition } from '../../contracts/generic/position.ts';
import { zoneSchema } from '../../contracts/text.ts';
import {
  setZoneGroupSchema,
  type ZoneGroup,
  zoneGroupSchema,
  zoneGroupsSchema,
} from '../../contracts/zone-groups.ts';
import { readHead } from '../../engine/log.ts';
import type { Api } from '../api.ts';
import { item, runCommands } from '../commands.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';
import { changeOrFirst } from '../unique.ts';

const tag = 'Notifications';
const path = '/api/v1/zone-groups';
const access = ['zone_groups.edit'] as const;

export const zoneGroupRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'The zones that have technicians or a group, and the WhatsApp group of each',
    access,
    answers: { 200: { description: 'The zones, by name', schema: zoneGroupsSchema } },
    handle: async (_call, api) => {
      const position = formatPosition(await readHead(api.pool));
      const { rows } = await api.pool.query<Omit<ZoneGroup, 'updatedAt'> & { updatedAt: Date | null }>({
        name: 'list_zone_groups',
        text: `select zone, g.group_id as "groupId", g.updated_at as "updatedAt"
          from (select distinct zone from technicians union select id from zone_groups) z(zone)
          left join zone_groups g on g.id = zone order by zone limit 500`,
      });
      return { status: 200, body: { data: rows, reachable: api.reachesGroups, position } };
    },
  }),
  defineRoute({
    method: 'put',
    path: `${path}/:zone`,
    tag,
    summary: 'Give a zone its group, or none',
    access,
    params: z.strictObject({ zone: zoneSchema }),
    body: setZoneGroupSchema,
    idempotent: true,
    answers: {
      200: { description: 'As it is now', schema: zoneGroupSchema },
      409: { description: 'The WhatsApp adapter in use reaches no groups; only taking one away is possible' },
    },
    handle: async (call, api) => {
      const { zone } = call.params;
      if (!(await isKnown(api, zone))) throw new ApiProblem('not_found');
      if (call.body.groupId !== null && !api.reachesGroups)
        throw new ApiProblem('conflict', { detail: 'The Cloud API reaches no WhatsApp groups.' });
      const command: ZoneGroupCommand = { type: 'set', groupId: call.body.groupId };
      return await changeOrFirst('zone_groups_pkey', () =>
        runCommands(api, call, {
          items: [item(call, { kind: 'zone_group', id: zone }, command)],
          answer: ([state]) => {
            const { groupId, updatedAt } = state as ZoneGroupState;
            return { status: 200, headers: {}, body: { zone, groupId, updatedAt } };
          },
        }),
      );
    },
  }),
];

/** A zone has no row of its own: it is there when somebody works or lives in it. */
async function isKnown(api: Api, zone: string): Promise<boolean> {
  const { rows } = await api.pool.query<{ known: boolean }>({
    name: 'known_zone',
    text: `select exists (select from technicians where zone = $1) or exists (select from zone_groups where id = $1)
      or exists (select from customers where zone = $1) as known`,
    values: [zone],
  });
  return rows[0]?.known ?? false;
}
