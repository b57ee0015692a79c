/** Packages: what customers can subscribe to. */
import * as z from 'zod/mini';
import { type PackageState, servicePackage } from '../../actors/package/actor.ts';
import type { PackageCommand } from '../../actors/package/commands.ts';
import { pageOf } from '../../contracts/http.ts';
import {
  createPackageSchema,
  editPackageSchema,
  listPackagesQuery,
  packageSchema,
} from '../../contracts/packages.ts';
import { idSchema } from '../../contracts/text.ts';
import type { Answer } from '../../engine/command.ts';
import { etag, given, item, runCommands } from '../commands.ts';
import { and, listRows, where } from '../list.ts';
import { invalid } from '../problem.ts';
import { readPositioned, stateOf } from '../reads.ts';
import { defineRoute, type Route } from '../route.ts';
import { uniqueOr } from '../unique.ts';

const tag = 'Packages';
const params = z.strictObject({ id: idSchema });
const taken = () => invalid('name', 'is taken');

export const packageRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/packages',
    tag,
    summary: 'All packages, the cheapest first',
    access: ['packages.view'],
    query: listPackagesQuery,
    answers: { 200: { description: 'A page of packages', schema: pageOf(packageSchema) } },
    handle: async ({ query }, api) => {
      const conditions = where();
      if (query.active) and(conditions, query.active === 'yes' ? 'p.active' : 'not p.active');
      return {
        status: 200,
        body: await listRows(
          api.pool,
          {
            select: 'to_jsonb(p)',
            from: 'packages p',
            where: conditions,
            sort: 'price',
            sorts: { price: { expression: `lpad(p.monthly_price::text, 12, '0')`, type: 'text' } },
            id: 'p.id',
            cursor: query.cursor,
            limit: query.limit,
          },
          (row) => stateOf<PackageState>(servicePackage, row),
        ),
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/packages',
    tag,
    summary: 'Offer a package',
    access: ['packages.edit'],
    body: createPackageSchema,
    idempotent: true,
    answers: { 201: { description: 'Made; Location and ETag name it', schema: packageSchema } },
    handle: (call, api) => {
      const id = api.newId();
      const command: PackageCommand = { type: 'create', ...call.body };
      return uniqueOr(taken(), 'packages_name', () =>
        runCommands(api, call, {
          creates: true,
          items: [item(call, { kind: 'package', id }, command)],
          answer: ([state]) => {
            const answer = packageAnswer(state as PackageState);
            const headers = { ...answer.headers, Location: `/api/v1/packages/${id}` };
            return { ...answer, status: 201, headers };
          },
        }),
      );
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/packages/:id',
    tag,
    summary: 'One package',
    access: ['packages.view'],
    params,
    answers: {
      200: { description: 'The package', schema: z.extend(packageSchema, { position: z.string() }) },
    },
    handle: async (call, api) => {
      const { state, position } = await readPositioned<PackageState>(
        api.pool,
        servicePackage,
        call.params.id,
      );
      return { status: 200, headers: { ETag: etag(state.version) }, body: { ...state, position } };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/packages/:id',
    tag,
    summary: 'Change facts about a package, withdraw it, or offer it again',
    access: ['packages.edit'],
    params,
    body: editPackageSchema,
    idempotent: true,
    ifMatch: 'required',
    answers: { 200: { description: 'The package as it is now', schema: packageSchema } },
    handle: (call, api) => {
      const command: PackageCommand = { type: 'edit', fields: given(call.body) };
      return uniqueOr(taken(), 'packages_name', () =>
        runCommands(api, call, {
          items: [item(call, { kind: 'package', id: call.params.id }, command, { ifMatch: true })],
          answer: ([state]) => packageAnswer(state as PackageState),
        }),
      );
    },
  }),
];

function packageAnswer(state: PackageState): Answer {
  return { status: 200, headers: { ETag: etag(state.version) }, body: state };
}
