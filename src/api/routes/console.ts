/** The operations console: one answer with the state of everything, and the handler groups that people turn. */
import * as z from 'zod/mini';
import { consoleSchema, groupNameSchema, turnGroupSchema } from '../../contracts/console.ts';
import { pauseGroup, resumeGroup } from '../../engine/mailbox-groups.ts';
import { writeAudit } from '../audit.ts';
import { byOf } from '../commands.ts';
import { userAgentOf } from '../origin.ts';
import { ApiProblem } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';

// Loaded with the first look: eight processes need not hold it meanwhile.
const looking = () => import('../console/console.ts');

const tag = 'Operations';

export const consoleRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/operations/state',
    tag,
    summary: 'The state of every process, queue, handler group, schedule and provider; what is late and why',
    access: ['operations.view'],
    answers: {
      200: {
        description: 'Its figures at most two seconds older than those of /metrics',
        schema: consoleSchema,
      },
    },
    handle: async ({ viewer }, api) => {
      const { readConsole } = await looking();
      return { status: 200, body: await readConsole(api, viewer.permissions.has('payloads.view')) };
    },
  }),
  ...(['pause', 'resume'] as const).map((name) =>
    defineRoute({
      method: 'post',
      path: `/api/v1/mailbox-groups/:group/${name}`,
      tag,
      summary:
        name === 'pause'
          ? 'Let a handler group rest: nothing of it is handled, nothing of it is lost'
          : 'Let a handler group go on',
      access: ['mailboxes.manage'],
      consoleAction: `mailbox_group.${name}`,
      params: z.strictObject({ group: groupNameSchema }),
      body: turnGroupSchema,
      answers: { 204: { description: 'Done' }, 409: { description: 'It is so already' } },
      handle: async (call, api) => {
        const { group } = call.params;
        const { reason } = call.body;
        const by = byOf(call.viewer);
        if (!api.handlers.some((handler) => handler.group === group)) throw new ApiProblem('not_found');
        // Written before the deed, so that none goes without.
        const action = `mailbox_group.${name}`;
        await writeAudit(api.pool, {
          by,
          action,
          target: group,
          detail: { reason },
          address: call.address,
          userAgent: userAgentOf(call),
        });
        const turned =
          name === 'pause'
            ? await pauseGroup(api.pool, group, by, reason)
            : await resumeGroup(api.pool, group);
        if (turned === 'turned') return { status: 204 };
        if (turned === 'unknown') throw new ApiProblem('not_found');
        throw new ApiProblem('wrong_state', {
          detail: name === 'pause' ? 'It rests already.' : 'It does not rest.',
          allowed: [name === 'pause' ? 'resume' : 'pause'],
        });
      },
    }),
  ),
];
