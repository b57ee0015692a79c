/** What is wrong at the moment: providers and open incidents. */

import type { IncidentState } from '../../actors/incident/actor.ts';
import { incident } from '../../actors/incident/actor.ts';
import { conditionSchema } from '../../contracts/condition.ts';
import { formatPosition } from '../../contracts/generic/position.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Row } from '../../engine/effects.ts';
import { readHead } from '../../engine/log.ts';
import { readProviderHealth } from '../../engine/provider-health.ts';
import { stateOf } from '../reads.ts';
import { defineRoute, type Route } from '../route.ts';

export const conditionRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/condition',
    tag: 'Operations',
    summary: 'How the providers are, and which incidents are open',
    access: ['queues.view'],
    answers: { 200: { description: 'As things stand', schema: conditionSchema } },
    handle: async ({ viewer }, api) => {
      // Before the state (R2).
      const position = formatPosition(await readHead(api.pool));
      const seesErrors = viewer.permissions.has('payloads.view');
      const providers = (await readProviderHealth(api.pool)).map((health) => ({
        ...health,
        since: health.since.toISOString(),
        lastError: seesErrors ? health.lastError : null,
      }));
      const incidents = (await readOpen(api.pool)).map(({ id, cause, subject, openedAt, seq }) => {
        return { id, cause, subject, openedAt, seq };
      });
      return { status: 200, body: { providers, incidents, position } };
    },
  }),
];

/** Index: incidents_open. */
async function readOpen(db: Queryable): Promise<IncidentState[]> {
  const { rows } = await db.query<{ row: Row }>({
    name: 'list_open_incidents',
    text: `select to_jsonb(i) as row from incidents i where i.status = 'open' order by i.opened_at, i.id limit 1000`,
  });
  return rows.map(({ row }) => stateOf<IncidentState>(incident, row));
}
