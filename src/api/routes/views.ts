/** Saved views of the ticket list, shared or not, and what a person's list begins with. */
import * as z from 'zod/mini';
import type { ListSettingsCommand, ListSettingsState } from '../../actors/list_settings/actor.ts';
import type { ViewState } from '../../actors/view/actor.ts';
import type { ViewCommand } from '../../actors/view/commands.ts';
import { idSchema } from '../../contracts/text.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import {
  changeListSettingsSchema,
  createViewSchema,
  editViewSchema,
  listSettingsSchema,
  type Sharing,
  viewSchema,
  viewsSchema,
} from '../../contracts/views.ts';
import type { Answer } from '../../engine/command.ts';
import type { Api } from '../api.ts';
import { etag, given, item, runCommands } from '../commands.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { type AnyCall, type Call, defineRoute, type Reply, type Route } from '../route.ts';
import { changeOrFirst } from '../unique.ts';
import { countOwnViews, listViews, readView, settingsView, viewView } from '../view-reads.ts';
import { refuseGone } from './session.ts';

const tag = 'Views';
const params = z.strictObject({ id: idSchema });
/** Those who have a list of tickets to view. */
const access = ['tickets.view_all', 'tickets.view_zone'] as const;
const answers = { 200: { description: 'The view as it is now', schema: viewSchema } };
const MAX_OWN_VIEWS = 100;

export const viewRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/views',
    tag,
    summary: 'The saved views that one may see, by name, and what the own list begins with',
    access,
    answers: { 200: { description: 'The views', schema: viewsSchema } },
    handle: async ({ viewer }, api) => ({ status: 200, body: await listViews(api.pool, viewer) }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/views',
    tag,
    summary: 'Save a view; sharing it takes a right of its own',
    access,
    body: createViewSchema,
    idempotent: true,
    answers: { 201: { description: 'Saved; Location and ETag name it', schema: viewSchema } },
    handle: async (call, api) => {
      const { viewer, body } = call;
      requireSharing(call, body.shared);
      if ((await countOwnViews(api.pool, viewer)) >= MAX_OWN_VIEWS) {
        throw new ApiProblem('not_possible', { detail: `${MAX_OWN_VIEWS} views are the most one may have.` });
      }
      const id = api.newId();
      const command: ViewCommand = { type: 'create', ownerId: viewer.userId, ...body };
      return await runCommands(api, call, {
        creates: true,
        items: [item(call, { kind: 'view', id }, command)],
        answer: ([state]) => {
          const answer = viewAnswer(call, state as ViewState);
          return { ...answer, status: 201, headers: { ...answer.headers, Location: `/api/v1/views/${id}` } };
        },
      });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/views/:id',
    tag,
    summary: 'One view',
    access,
    params,
    answers: {
      200: { description: 'The view', schema: z.extend(viewSchema, { position: z.string() }) },
    },
    handle: async ({ viewer, params: { id } }, api) => {
      const found = await readView(api.pool, viewer, id);
      if (!found) throw new ApiProblem('not_found');
      const { state, owner, position } = found;
      const headers = { ETag: etag(state.version) };
      return { status: 200, headers, body: { ...viewView(state, viewer, owner), position } };
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/views/:id',
    tag,
    summary: 'Change name, content or readership of an own view',
    access,
    params,
    body: editViewSchema,
    idempotent: true,
    ifMatch: 'required',
    answers,
    handle: async (call, api) => {
      if (call.body.shared) requireSharing(call, call.body.shared);
      return await change(call, api, (ownerId) => ({ type: 'edit', ownerId, fields: given(call.body) }), {
        ifMatch: true,
      });
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/views/:id',
    tag,
    summary: 'Delete an own view; it can be brought back',
    access,
    params,
    idempotent: true,
    answers,
    handle: (call, api) => change(call, api, (ownerId) => ({ type: 'delete', ownerId }), { deletes: true }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/views/:id/restore',
    tag,
    summary: 'Bring an own deleted view back',
    access,
    params,
    body: emptySchema,
    idempotent: true,
    answers,
    handle: (call, api) => change(call, api, (ownerId) => ({ type: 'restore', ownerId }), { deleted: true }),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/list-settings',
    tag,
    summary: 'Choose the view and the columns that the own list begins with',
    access,
    body: changeListSettingsSchema,
    idempotent: true,
    answers: { 200: { description: 'The settings as they are now', schema: listSettingsSchema } },
    handle: async (call, api) => {
      const { viewer, body } = call;
      const { defaultViewId } = body;
      if (defaultViewId && idSchema.safeParse(defaultViewId).success) {
        if (!(await readView(api.pool, viewer, defaultViewId)))
          throw invalid('defaultViewId', 'is not a view of yours');
      }
      const command: ListSettingsCommand = { type: 'change', ...given(body) };
      return await changeOrFirst('list_settings_pkey', () =>
        runCommands(api, call, {
          items: [item(call, { kind: 'list_settings', id: viewer.userId }, command)],
          answer: ([state]) => ({ status: 200, headers: {}, body: settingsView(state as ListSettingsState) }),
        }),
      );
    },
  }),
];

async function change(
  call: Call<{ id: string }, unknown, unknown>,
  api: Api,
  command: (ownerId: string) => ViewCommand,
  { ifMatch = false, deleted = false, deletes = false } = {},
): Promise<Reply> {
  const { id } = call.params;
  const found = await readView(api.pool, call.viewer, id, { deleted: deleted || deletes });
  if (deletes) refuseGone(call, found && { open: found.state.deletedAt === null });
  else if (!found) throw new ApiProblem('not_found');
  return await runCommands(api, call, {
    items: [item(call, { kind: 'view', id }, command(call.viewer.userId), { ifMatch })],
    answer: ([state]) => viewAnswer(call, state as ViewState),
  });
}

function requireSharing({ viewer }: AnyCall, shared: Sharing): void {
  if (shared.to !== 'nobody' && !viewer.permissions.has('views.share'))
    throw new ApiProblem('forbidden', { detail: 'Sharing a view takes the permission views.share.' });
}

/** Only owners change a view, so the owner is who asks. */
function viewAnswer({ viewer }: AnyCall, state: ViewState): Answer {
  const headers = { ETag: etag(state.version) };
  return { status: 200, headers, body: viewView(state, viewer, viewer.name) };
}
