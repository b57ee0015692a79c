/**
 * A saved view of the ticket list. Its owner changes it; whom it is shared with reads it. A deleted one keeps its row,
 * so that deleting can be taken back.
 */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { Sharing } from '../../contracts/views.ts';
import type {
  ActorDefinition,
  ActorState,
  Decision,
  EvolveMeta,
  NewEvent,
} from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';
import type { ViewCommand, ViewContent } from './commands.ts';

export interface ViewState extends ActorState, ViewContent {
  readonly ownerId: string;
  readonly shared: Sharing;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt: string | null;
}

export const view: ActorDefinition<ViewState, ViewCommand> = {
  kind: 'view',
  table: 'views',
  columns: [
    'id',
    'seq',
    'version',
    'ownerId',
    'name',
    'filter',
    'sort',
    'columns',
    'shared',
    'createdAt',
    'updatedAt',
    'deletedAt',
  ],
  instants: ['createdAt', 'updatedAt', 'deletedAt'],
  decide,
  evolve,
  raisesVersion: () => true,
  /** One entry: an owner who has the role as well is told once. Who loses sight hears of it, too. */
  audience: (_event, before, after) => [
    {
      class: 'staff',
      rooms: [
        ...new Set([
          rooms.userStaff(after.ownerId),
          ...roomsOf(after.shared),
          ...(before ? roomsOf(before.shared) : []),
        ]),
      ],
    },
  ],
  eventVersion,
  // Names and filters hold whom somebody looked for, and an erasure of that person knows nothing of the view's past.
  forgets: true,
};

function roomsOf(shared: Sharing): string[] {
  switch (shared.to) {
    case 'nobody':
      return [];
    case 'role':
      return [rooms.role(shared.role)];
    case 'everybody':
      return [rooms.allStaff];
  }
}

function decide(state: ViewState | undefined, command: ViewCommand): Decision {
  if (command.type === 'create') {
    if (state) return refuse('conflict', 'The view exists already.');
    const { ownerId, shared, name, filter, sort, columns } = command;
    return { events: [event('view.created', { ownerId, shared }, { name, filter, sort, columns })] };
  }
  if (!state || (state.deletedAt !== null && command.type !== 'restore')) return refuse('not_found');
  const { ownerId } = state;
  if (command.ownerId !== ownerId) return refuse('forbidden', 'Only its owner changes a view.');
  switch (command.type) {
    case 'edit': {
      const { shared = state.shared, ...content } = command.fields;
      const fields = Object.keys(command.fields).filter((key) => differs(state, command.fields, key));
      if (fields.length === 0) return { events: [] };
      return { events: [event('view.edited', { ownerId, shared, fields }, content)] };
    }
    case 'delete':
      return { events: [event('view.deleted', { ownerId, shared: state.shared })] };
    case 'restore':
      if (state.deletedAt === null) return { events: [] };
      return { events: [event('view.restored', { ownerId, shared: state.shared })] };
  }
}

function differs(state: ViewState, fields: object, key: string): boolean {
  const of = (from: object) => JSON.stringify((from as Record<string, unknown>)[key]);
  return of(state) !== of(fields);
}

function evolve(state: ViewState | undefined, from: NewEvent, { id, at }: EvolveMeta): ViewState {
  if (from.type === 'view.created') {
    const { ownerId, shared } = dataOf('view.created', from);
    const content = from.personal as unknown as ViewContent;
    return {
      id,
      seq: 0,
      version: 0,
      ownerId,
      shared,
      ...content,
      createdAt: at,
      updatedAt: at,
      deletedAt: null,
    };
  }
  if (!state) throw new Error(`${from.type} came to a view that was never made`);
  switch (from.type) {
    case 'view.edited': {
      const { shared } = dataOf('view.edited', from);
      return { ...state, ...(from.personal as Partial<ViewContent>), shared, updatedAt: at };
    }
    case 'view.deleted':
      return { ...state, deletedAt: at };
    case 'view.restored':
      return { ...state, deletedAt: null };
    default:
      return unknownEvent('view', from.type);
  }
}
