// Every operation of the OpenAPI document of a running API × every role × whose row it is: really asked.
//
// What must come of a cell is computed from what the document declares (`x-access`), the table of permissions, and
// `test/support/row-scopes.ts`; nothing is listed by hand but whose rows there are.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissionNames, type Role, rolePermissions, roles } from '../../src/contracts/permissions.ts';
import { type Answer, type Client, startTestApi, type TestApi } from '../support/api.ts';
import { type Access, bodyOf, type Operation, openApi, operations, scopeOf } from '../support/operations.ts';
import { type Params, unknownParam } from '../support/row-scopes.ts';

const queries: Readonly<Record<string, string>> = { getBroadcastsAudience: '?to=all' };

/** The API of the test has neither a local provider nor a trace store: nothing is there, for those who may see it. */
const nothingThere = [
  'getOpsOutbox',
  'getOpsOutboxSwitches',
  'putOpsOutboxSwitches',
  'postOpsOutboxReplies',
  'getOpsTracesMap',
  'getOpsJourney',
];

let api: TestApi;
let cells = 0;
let refused = 0;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api.stop();
  console.log(
    `rights matrix: ${cells} cells over ${operations.length} operations, ${refused} of them refused`,
  );
});

describe('the OpenAPI document', () => {
  it('is what the running API answers, and declares who may call each operation', async () => {
    const { body } = await api.anonymous.get('/openapi.json');
    expect(body).toEqual(JSON.parse(JSON.stringify(openApi)));
    for (const { name, access } of operations) {
      const known = Array.isArray(access)
        ? access.length > 0 && access.every((one) => permissionNames.includes(one))
        : ['public', 'signed_in', 'session'].includes(String(access));
      expect(known, `${name} declares x-access ${JSON.stringify(access)}`).toBe(true);
    }
  });

  it('has no address with a parameter of which nobody said whose rows it names', () => {
    const closed = operations.filter(({ access, path }) => access !== 'public' && path.includes('{'));
    const unsaid = closed.filter(({ path }) => scopeOf(path) === undefined).map(({ path }) => path);
    expect([...new Set(unsaid)], 'add them to test/support/row-scopes.ts').toEqual([]);
  });
});

describe('each operation', () => {
  it.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s answers everybody by their rights',
    async (_name, operation) => {
      const { access } = operation;
      if (access === 'public') {
        const { status } = await ask(api.anonymous, operation, undefined);
        expect(status).toBeLessThan(500);
        return;
      }
      await mustRefuse(api.anonymous, operation, undefined, [401]);
      for (const role of roles) await tryAs(role, operation);
    },
  );
});

async function tryAs(role: Role, operation: Operation): Promise<void> {
  const scope = scopeOf(operation.path);
  const client = await clientOf(role, operation);
  if (!mayCall(role, operation.access)) {
    const params = await scope?.own?.(api, role);
    await mustRefuse(client, operation, params, [403], role);
    return;
  }
  if (scope) {
    // Who sees every row may hear first what else is wrong.
    await mustRefuse(client, operation, undefined, [404, 400, 403, 422], `${role}, unknown row`);
    if (scope.foreign && (scope.narrow ?? roles).includes(role)) {
      await mustRefuse(client, operation, await scope.foreign(api, role), [404], `${role}, foreign row`);
    }
    if (!scope.own || !(scope.owners ?? roles).includes(role)) return;
  }
  await mustAllow(client, operation, await scope?.own?.(api, role), role);
}

function mayCall(role: Role, access: Access | undefined): boolean {
  if (access === 'signed_in' || access === 'session') return true;
  return Array.isArray(access) && access.some((one) => rolePermissions[role].includes(one));
}

/** What ends a session, or makes it suspicious, gets one of its own. */
function clientOf(role: Role, { access, method }: Operation): Promise<Client> {
  return access === 'session' && method !== 'GET' ? api.signIn(api.people[role].username) : api.as(role);
}

async function mustRefuse(
  client: Client,
  operation: Operation,
  params: Params | undefined,
  statuses: readonly number[],
  who = 'nobody',
): Promise<void> {
  const before = await lastEvent();
  const answer = await ask(client, operation, params);
  refused += 1;
  expect(statuses, `${operation.name} as ${who}: ${answer.status} ${JSON.stringify(answer.body)}`).toContain(
    answer.status,
  );
  expect(await lastEvent(), `${operation.name} as ${who} stored something`).toBe(before);
}

async function mustAllow(
  client: Client,
  operation: Operation,
  params: Params | undefined,
  role: Role,
): Promise<void> {
  const { status, body } = await ask(client, operation, params);
  const said = `${operation.name} as ${role}: ${status} ${JSON.stringify(body)}`;
  expect([401, 403, ...(nothingThere.includes(operation.name) ? [] : [404])], said).not.toContain(status);
  expect(status, said).toBeLessThan(500);
  if (operation.method === 'GET' && status !== 404) expect(status, said).toBeLessThan(400);
}

async function ask(client: Client, operation: Operation, params: Params | undefined): Promise<Answer> {
  cells += 1;
  const { method, path, name } = operation;
  const address = path.replace(/\{(\w+)\}/g, (_all, key: string) => params?.[key] ?? unknownParam(key));
  return await client.request(method, address + (queries[name] ?? ''), {
    ...(operation.body ? { body: await bodyOf(operation) } : {}),
    headers: { 'if-match': '*', accept: 'application/json' },
  });
}

async function lastEvent(): Promise<string | undefined> {
  const { rows } = await api.pool.query<{ id: string }>(
    'select id::text from events order by events.id desc limit 1',
  );
  return rows[0]?.id;
}
