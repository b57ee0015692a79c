/** What a person wants to be told of, where and when: one actor for each user, with the user's id. */
import { eventVersion } from '../../contracts/events.ts';
import {
  type NoticeChoice,
  type NoticePreferences,
  type NoticeTypeName,
  noPreferences,
  noticeTypeNames,
  type QuietHours,
} from '../../contracts/notice-preferences.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, ActorState } from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';

export interface NoticePreferencesState extends ActorState, NoticePreferences {
  readonly updatedAt: string;
}

export interface NoticePreferencesCommand {
  readonly type: 'change';
  /** Null gives the type back to the default of the role. */
  readonly notices?: Readonly<Partial<Record<NoticeTypeName, NoticeChoice | null>>>;
  readonly quietHours?: QuietHours | null;
}

export const noticePreferences: ActorDefinition<NoticePreferencesState, NoticePreferencesCommand> = {
  kind: 'notice_preferences',
  table: 'notice_preferences',
  columns: ['id', 'seq', 'version', 'notices', 'quietHours', 'updatedAt'],
  instants: ['updatedAt'],
  decide: (state, command) => {
    if (command.type !== 'change') return refuse('not_found');
    const before = state ?? noPreferences;
    const merged = Object.entries({ ...before.notices, ...command.notices });
    const after: NoticePreferences = {
      notices: Object.fromEntries(merged.flatMap(([type, choice]) => (choice ? [[type, choice]] : []))),
      quietHours: command.quietHours === undefined ? before.quietHours : command.quietHours,
    };
    // The first change is stored whatever it says: there is no state to answer with before it.
    return { events: state && same(before, after) ? [] : [event('notice_preferences.changed', after)] };
  },
  evolve: (_state, from, { id, at }) => {
    if (from.type !== 'notice_preferences.changed') return unknownEvent('notice_preferences', from.type);
    return { id, seq: 0, version: 0, ...dataOf('notice_preferences.changed', from), updatedAt: at };
  },
  raisesVersion: () => true,
  audience: (_event, _before, after) => [{ class: 'owner', rooms: [rooms.user(after.id)] }],
  eventVersion,
};

/** By field: a stored state has its keys in an order of its own. */
function same(one: NoticePreferences, other: NoticePreferences): boolean {
  const text = ({ notices, quietHours: hours }: NoticePreferences) =>
    JSON.stringify([
      noticeTypeNames.map((type) => notices[type] && [notices[type].off, notices[type].digest]),
      hours && [hours.from, hours.to],
    ]);
  return text(one) === text(other);
}
