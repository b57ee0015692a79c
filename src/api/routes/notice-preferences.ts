/** What a person wants to be told of, where, and when: their own, and nobody else's. */
import type * as z from 'zod/mini';
import {
  type NoticePreferencesCommand,
  type NoticePreferencesState,
  noticePreferences,
} from '../../actors/notice_preferences/actor.ts';
import { formatPosition } from '../../contracts/generic/position.ts';
import {
  changeNoticePreferencesSchema,
  choiceOf,
  isAlways,
  type NoticePreferences,
  noPreferences,
  noticePreferencesViewSchema,
  noticeTypeNames,
  offeredTo,
} from '../../contracts/notice-preferences.ts';
import type { Role } from '../../contracts/permissions.ts';
import type { Row } from '../../engine/effects.ts';
import { readHead } from '../../engine/log.ts';
import type { Api } from '../api.ts';
import { item, runCommands } from '../commands.ts';
import { invalid } from '../problem.ts';
import { stateOf } from '../reads.ts';
import { defineRoute, type Route } from '../route.ts';
import { changeOrFirst } from '../unique.ts';

const tag = 'Notifications';
const path = '/api/v1/notice-preferences';
const answers = { 200: { description: 'As it is now', schema: noticePreferencesViewSchema } };

export const noticePreferencesRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'What one is told of, where, and when',
    access: 'signed_in',
    answers,
    handle: async ({ viewer }, api) => {
      const position = formatPosition(await readHead(api.pool));
      const preferences = await readPreferences(api, viewer.userId);
      return { status: 200, body: { ...preferencesView(preferences, viewer.role), position } };
    },
  }),
  defineRoute({
    method: 'patch',
    path,
    tag,
    summary: 'Choose what one is told of, where, and when; null gives a type back to the default of the role',
    access: 'signed_in',
    body: changeNoticePreferencesSchema,
    idempotent: true,
    answers,
    handle: async (call, api) => {
      const { viewer } = call;
      const position = formatPosition(await readHead(api.pool));
      return await changeOrFirst('notice_preferences_pkey', () =>
        runCommands(api, call, {
          items: [
            item(call, { kind: 'notice_preferences', id: viewer.userId }, commandOf(call.body, viewer.role)),
          ],
          answer: ([state]) => ({
            status: 200,
            headers: {},
            body: { ...preferencesView(state as NoticePreferencesState, viewer.role), position },
          }),
        }),
      );
    },
  }),
];

type Change = z.infer<typeof changeNoticePreferencesSchema>;

/** Channels that one is not told on anyway stay as they are for the role. */
function commandOf({ notices, quietHours }: Change, role: Role): NoticePreferencesCommand {
  const choices = Object.entries(notices ?? {}).map(([name, wish]) => {
    const type = noticeTypeNames.find((one) => one === name);
    if (!type || offeredTo(role, type).length === 0)
      throw invalid(`notices.${name}`, 'is nothing you are told of');
    if (isAlways(type)) throw invalid(`notices.${name}`, 'cannot be changed');
    if (!wish) return [type, null] as const;
    const off = offeredTo(role, type).filter((channel) => !wish.on.includes(channel));
    return [type, { off, digest: wish.digest }] as const;
  });
  return {
    type: 'change',
    ...(notices ? { notices: Object.fromEntries(choices) } : {}),
    ...(quietHours === undefined ? {} : { quietHours }),
  };
}

async function readPreferences(api: Api, userId: string): Promise<NoticePreferences> {
  const { rows } = await api.pool.query<{ row: Row }>({
    name: 'read_notice_preferences',
    text: 'select to_jsonb(p) as row from notice_preferences p where p.id = $1',
    values: [userId],
  });
  const row = rows[0]?.row;
  return row ? stateOf<NoticePreferencesState>(noticePreferences, row) : noPreferences;
}

function preferencesView(preferences: NoticePreferences, role: Role) {
  const types = noticeTypeNames.flatMap((type) => {
    const offered = offeredTo(role, type);
    if (offered.length === 0) return [];
    const { off, digest } = choiceOf(preferences, type);
    return {
      type,
      offered,
      on: offered.filter((channel) => !off.includes(channel)),
      digest,
      always: isAlways(type),
      chosen: preferences.notices[type] !== undefined,
    };
  });
  return { types, quietHours: preferences.quietHours };
}
