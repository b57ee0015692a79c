// The HTTP address table of the local provider: the gateway's two endpoints, that of the Cloud API, the push service, and
// the control endpoints for the outbox page, tests and the demo. All but /healthz and the push service want the bearer token.

import * as z from 'zod';
import {
  type HttpHandler,
  hasBearer,
  json,
  type Problem,
  parseJson,
  problem,
  readBody,
  unauthorized,
} from '../http.ts';
import { type CloudDeps, postCloudMessage } from './cloud.ts';
import { getMessage, postMessage } from './gateway.ts';
import { messagesQuery, replyRequest, switchesChange } from './messages.ts';
import { postPush } from './push.ts';
import { type Portal, sendReply } from './replies.ts';

const MAX_BODY_BYTES = 16 * 1024;

const notFound: Problem = { status: 404, title: 'Not found', detail: 'The provider has no such address.' };

const noPortal: Problem = {
  status: 409,
  title: 'No portal',
  detail: 'WHATSAPP_REPORT_URL does not say where answers go.',
};

export function handleProviderHttp(deps: CloudDeps, portal: Portal | undefined): HttpHandler {
  const { mailroom, token } = deps;
  return async (req, url) => {
    const route = `${req.method} ${url.pathname}`;
    if (route === 'GET /healthz') return json(200, { status: 'OK', ...mailroom.outbox.size() });
    // Whoever pushes shows it by a signature, here as at every push service.
    const browser = /^POST \/push\/([\w-]{1,400})$/.exec(route)?.[1];
    if (browser) return postPush(deps, req, browser);
    const number = /^POST \/v\d+\.\d+\/(\d{5,25})\/messages$/.exec(route)?.[1];
    if (number) return postCloudMessage(deps, req, number, hasBearer(req, token));
    if (!hasBearer(req, token)) return problem(unauthorized);

    switch (route) {
      case 'POST /v1/messages':
        return postMessage(deps, req);
      case 'GET /messages': {
        const query = messagesQuery.safeParse(Object.fromEntries(url.searchParams));
        if (!query.success) return problem(badInput(query.error));
        return json(200, mailroom.outbox.list(query.data));
      }
      case 'DELETE /messages':
        await mailroom.clear();
        return { status: 204, headers: {}, text: '' };
      case 'POST /replies': {
        const body = await readBody(req, MAX_BODY_BYTES);
        if (!body.ok) return problem(body.problem);
        const reply = replyRequest.safeParse(parseJson(body.text));
        if (!reply.success) return problem(badInput(reply.error));
        if (!portal) return problem(noPortal);
        return json(202, { id: sendReply(deps, portal, reply.data) });
      }
      case 'GET /switches':
        return json(200, mailroom.switches());
      case 'PUT /switches': {
        const body = await readBody(req, MAX_BODY_BYTES);
        if (!body.ok) return problem(body.problem);
        const change = switchesChange.safeParse(parseJson(body.text));
        if (!change.success) return problem(badInput(change.error));
        return json(200, mailroom.change(change.data));
      }
      default: {
        const id = /^GET \/v1\/messages\/([\w-]{1,64})$/.exec(route)?.[1];
        return id ? getMessage(deps, id) : problem(notFound);
      }
    }
  };
}

function badInput(error: z.ZodError): Problem {
  return { status: 400, title: 'Bad input', detail: z.prettifyError(error).slice(0, 500) };
}
