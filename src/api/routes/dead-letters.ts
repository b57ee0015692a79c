/** Dead letters: found among a million, run again or given up, one or many, each with a reason that stays. */
import * as z from 'zod/mini';
import { pageOf } from '../../contracts/http.ts';
import {
  type DeadLetterResult,
  deadLetterIdSchema,
  deadLetterResultsSchema,
  deadLetterSchema,
  listDeadLettersQuery,
  resolveDeadLetterSchema,
  resolveDeadLettersSchema,
} from '../../contracts/operations.ts';
import type { By } from '../../engine/actor-types.ts';
import type { Api } from '../api.ts';
import { writeAudit } from '../audit.ts';
import { byOf } from '../commands.ts';
import { searchDeadLetters } from '../dead-letter-search.ts';
import { userAgentOf } from '../origin.ts';
import { ApiProblem } from '../problem.ts';
import { type AnyCall, defineRoute, type Route } from '../route.ts';

const tag = 'Operations';
const access = ['dead_letters.manage'] as const;
const params = z.strictObject({ id: deadLetterIdSchema });

const deeds = [
  ['replay', 'Run the handler for the event again, once', 'Run the handlers of several again, each once'],
  ['discard', 'Give a dead letter up, with a reason', 'Give several dead letters up, with a reason'],
] as const;
type Deed = (typeof deeds)[number][0];

export const deadLetterRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/dead-letters',
    tag,
    summary: 'Events that a handler could not take, newest first',
    access,
    query: listDeadLettersQuery,
    answers: { 200: { description: 'A page of dead letters', schema: pageOf(deadLetterSchema) } },
    handle: async ({ query, viewer }, api) => {
      const seesPayloads = viewer.permissions.has('payloads.view');
      if (!seesPayloads && (query.error ?? query.payload) !== undefined) {
        throw new ApiProblem('forbidden', {
          detail: 'To search in errors and payloads needs payloads.view.',
        });
      }
      return { status: 200, body: await searchDeadLetters(api.pool, query, seesPayloads) };
    },
  }),
  ...deeds.flatMap(([deed, one, many]) => [
    defineRoute({
      method: 'post',
      path: `/api/v1/dead-letters/${deed}`,
      tag,
      summary: many,
      access,
      consoleAction: `dead_letter.${deed}`,
      body: resolveDeadLettersSchema,
      answers: { 200: { description: 'What became of each', schema: deadLetterResultsSchema } },
      handle: async (call, api) => {
        const { ids, reason } = call.body;
        const data: DeadLetterResult[] = [];
        // One after another: each is a transaction of its own, and one that fails holds up none of the others.
        for (const id of ids) data.push(await resolve(call, api, deed, id, reason));
        return { status: 200, body: { data } };
      },
    }),
    defineRoute({
      method: 'post',
      path: `/api/v1/dead-letters/:id/${deed}`,
      tag,
      summary: one,
      access,
      consoleAction: `dead_letter.${deed}`,
      params,
      body: resolveDeadLetterSchema,
      answers: {
        204: { description: 'Done' },
        409: { description: 'Resolved already, it failed again, or its handler is gone' },
      },
      handle: async (call, api) => {
        const { outcome, detail } = await resolve(call, api, deed, call.params.id, call.body.reason);
        if (outcome === 'replayed' || outcome === 'discarded') return { status: 204 };
        if (outcome === 'missing') throw new ApiProblem('not_found');
        throw new ApiProblem(outcome === 'failed' ? 'conflict' : 'wrong_state', {
          ...(detail === null ? {} : { detail }),
          ...(outcome === 'failed' ? {} : { allowed: outcome === 'no_handler' ? ['discard'] : [] }),
        });
      },
    }),
  ]),
];

async function resolve(
  call: AnyCall,
  api: Api,
  deed: Deed,
  id: string,
  reason: string,
): Promise<DeadLetterResult> {
  const by = byOf(call.viewer);
  // Written before the deed, so that none goes without.
  await writeAudit(api.pool, {
    by,
    action: `dead_letter.${deed}`,
    target: id,
    detail: { reason },
    address: call.address,
    userAgent: userAgentOf(call),
  });
  const seesErrors = call.viewer.permissions.has('payloads.view');
  return deed === 'replay'
    ? await replay(api, id, by, reason, seesErrors)
    : (await api.deadLetters.discard(id, by, reason))
      ? { id, outcome: 'discarded', detail: null }
      : await notOpen(api, id);
}

async function replay(
  api: Api,
  id: string,
  by: By,
  reason: string,
  seesErrors: boolean,
): Promise<DeadLetterResult> {
  const result = await api.deadLetters.replay(id, by, reason);
  switch (result.outcome) {
    case 'replayed':
      return { id, outcome: 'replayed', detail: null };
    case 'failed':
      return {
        id,
        outcome: 'failed',
        detail: seesErrors ? `It failed again: ${result.error}` : 'It failed again.',
      };
    case 'no_handler':
      return { id, outcome: 'no_handler', detail: 'This release has no such handler any more.' };
    case 'not_open':
      return await notOpen(api, id);
  }
}

/** Why it is not open; nothing was done. Index: dead_letters_pkey. */
async function notOpen(api: Api, id: string): Promise<DeadLetterResult> {
  const { rows } = await api.pool.query<{ status: string }>({
    name: 'read_dead_letter_status',
    text: 'select status from dead_letters where id = $1',
    values: [id],
  });
  const [row] = rows;
  return row
    ? { id, outcome: 'resolved', detail: `The dead letter is ${row.status} already; nothing was done.` }
    : { id, outcome: 'missing', detail: null };
}
