// Every operation of the OpenAPI document, with a body that passes its checks: for tests that ask all of them.

import { generate } from 'json-schema-faker';
import { openApiOf } from '../../src/api/openapi.ts';
import type { Route } from '../../src/api/route.ts';
import { routeTable } from '../../src/api/route-table.ts';
import type { Permission } from '../../src/contracts/permissions.ts';
import { type RowScope, rowScopes, unknownParam } from './row-scopes.ts';

export type Json = Record<string, unknown>;
export type Access = 'public' | 'signed_in' | 'session' | readonly Permission[];

export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly access: Access | undefined;
  /** Names of the parameters of the query. */
  readonly query: readonly string[];
  /** As the document has it. */
  readonly body: Json | undefined;
  /** As the API checks it. */
  readonly checked: Route['body'];
}

const pathOf = ({ path }: Route): string => path.replace(/:([a-zA-Z]+)/g, '{$1}');

/** What the running API answers at `/openapi.json`; here before there is one, so that tests can be named. */
export const openApi = openApiOf(routeTable) as {
  paths: Record<string, Record<string, Json>>;
  components: Json;
};

export const operations: readonly Operation[] = Object.entries(openApi.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => {
    const content = (operation.requestBody as { content?: Json } | undefined)?.content;
    const parameters = (operation.parameters ?? []) as { name: string; in: string }[];
    return {
      name: String(operation.operationId),
      method: method.toUpperCase(),
      path,
      access: operation['x-access'] as Access | undefined,
      query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      checked: routeTable.find((route) => route.method === method && pathOf(route) === path)?.body,
      body: (content?.['application/json'] as { schema: Json } | undefined)?.schema,
    };
  }),
);

/** What a schema cannot say: that an address is one, that a field takes a right of its own, that nothing really changes. */
const bodies: Readonly<Record<string, Json>> = {
  patchRolesRole: { grant: ['analytics.view'], withdraw: [] },
  postBulkRegistrations: { action: { command: 'reject', reason: 'matrix' }, ids: [unknownParam('id')] },
  postBulkCustomers: { action: { command: 'reactivate' }, ids: [unknownParam('id')] },
  postBulk: { action: { command: 'edit', priority: 'high' }, ids: [unknownParam('id')] },
  postTicketsIdComments: { text: 'matrix', internal: false },
  postViews: { name: 'matrix', filter: {}, sort: '-createdAt', columns: null },
  patchViewsId: { name: 'matrix' },
  patchListSettings: { columns: null },
  postWebhooks: { url: 'https://example.com/hook', description: '', types: ['ticket.created'] },
  patchWebhooksId: { url: 'https://example.com/other' },
  // An answer that it is made of takes a right of its own.
  postTickets: { type: 'repair', title: 'matrix' },
  postTokens: { name: 'matrix', scopes: ['tokens.manage'] },
};

const generated = new Map<string, Promise<unknown>>();

/**
 * One that passes the checks: what is refused after it is refused for what it names, or for the state of things.
 * @throws when the document allows what the API refuses
 */
export function bodyOf({ name, body, checked }: Operation): Promise<unknown> {
  const known = generated.get(name);
  if (known) return known;
  const options = { alwaysFakeOptionals: true, maxItems: 1, seed: 7 };
  const made = Promise.resolve(
    bodies[name] ?? generate({ ...body, components: openApi.components }, options),
  ).then((value) => {
    const { success, error } = checked?.safeParse(value) ?? { success: true };
    if (!success) throw new Error(`${name}: its schema in the document allows what it refuses: ${error}`);
    return value;
  });
  generated.set(name, made);
  return made;
}

/** Whose rows there are behind an address. */
export function scopeOf(path: string): RowScope | undefined {
  const found = Object.keys(rowScopes).find((start) => path === start || path.startsWith(`${start}/`));
  return found === undefined ? undefined : rowScopes[found];
}
