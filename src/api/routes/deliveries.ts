/** What a person does about a message that failed or whose fate is unknown: send it again, or give it up (D2). */
import * as z from 'zod/mini';
import { resolveDeliverySchema } from '../../contracts/notifications.ts';
import { idSchema } from '../../contracts/text.ts';
import { discardDelivery, replayDelivery } from '../../engine/delivery-ledger.ts';
import type { Api } from '../api.ts';
import { writeAudit } from '../audit.ts';
import { byOf } from '../commands.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';

const params = z.strictObject({ id: idSchema });

export const deliveryRoutes: readonly Route[] = (
  [
    // Nobody rings for it: the sweep does, within seconds.
    ['replay', 'Send a message again that failed, or whose fate is unknown', replayDelivery],
    ['discard', 'Give a message up that failed, or whose fate is unknown', discardDelivery],
  ] as const
).map(([name, summary, resolve]) =>
  defineRoute({
    method: 'post',
    path: `/api/v1/deliveries/:id/${name}`,
    tag: 'Notifications',
    summary,
    access: ['dead_letters.manage'],
    params,
    body: resolveDeliverySchema,
    answers: { 204: { description: 'Done' }, 409: { description: 'Neither failed nor unknown' } },
    handle: async (call, api) => {
      const { id } = call.params;
      const { reason } = call.body;
      const by = byOf(call.viewer);
      // Written before the deed, so that none goes without.
      const action = `delivery.${name}`;
      await writeAudit(api.pool, { by, action, target: id, detail: { reason }, address: call.address });
      if (!(await resolve(api.pool, id, by, reason))) throw await refusal(api, id);
      return { status: 204 };
    },
  }),
);

async function refusal(api: Api, id: string): Promise<ApiProblem> {
  const { rows } = await api.pool.query<{ status: string }>('select status from deliveries where id = $1', [
    id,
  ]);
  return rows[0]
    ? new ApiProblem('wrong_state', { detail: `The message is ${rows[0].status}.`, allowed: [] })
    : new ApiProblem('not_found');
}
