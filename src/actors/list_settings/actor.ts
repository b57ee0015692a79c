/** What a person's ticket list begins with: one actor for each user, with the user's id. */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ListSettings } from '../../contracts/views.ts';
import type { ActorDefinition, ActorState } from '../../engine/actor-types.ts';
import { dataOf, event, unknownEvent } from '../event.ts';

export interface ListSettingsState extends ActorState, ListSettings {
  readonly updatedAt: string;
}

export interface ListSettingsCommand extends Partial<ListSettings> {
  readonly type: 'change';
}

export const noListSettings: ListSettings = { defaultViewId: null, columns: null };

export const listSettings: ActorDefinition<ListSettingsState, ListSettingsCommand> = {
  kind: 'list_settings',
  table: 'list_settings',
  columns: ['id', 'seq', 'version', 'defaultViewId', 'columns', 'updatedAt'],
  instants: ['updatedAt'],
  decide: (state, { defaultViewId, columns }) => {
    const before = state ?? noListSettings;
    const after = {
      defaultViewId: defaultViewId === undefined ? before.defaultViewId : defaultViewId,
      columns: columns === undefined ? before.columns : columns,
    };
    const same =
      after.defaultViewId === before.defaultViewId && String(after.columns) === String(before.columns);
    // The first change is stored whatever it says: there is no state to answer with before it.
    return { events: state && same ? [] : [event('list_settings.changed', after)] };
  },
  evolve: (_state, from, { id, at }) => {
    if (from.type !== 'list_settings.changed') return unknownEvent('list_settings', from.type);
    return { id, seq: 0, version: 0, ...dataOf('list_settings.changed', from), updatedAt: at };
  },
  raisesVersion: () => true,
  audience: (_event, _before, after) => [{ class: 'staff', rooms: [rooms.userStaff(after.id)] }],
  eventVersion,
};
