/**
 * A bulk job: one command for many tickets, registrations or customers, worked off by `handlers/business/bulk.ts`.
 *
 * B1 A step's commands, their results and the `advance` that counts them commit together, so each item is tried once,
 *    whatever is killed; the step after it follows from the event.
 * B2 Results stand in `bulk_items`, one row for each item; an item without one was not tried.
 * B3 Once its cancellation is answered, nothing is done any more: a step holds the job from before it looks until it
 *    commits, so it is made before that answer or not at all.
 */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type {
  ActorDefinition,
  ActorState,
  By,
  Decided,
  Decision,
  EvolveMeta,
  NewEvent,
} from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';
import type { BulkCommand, BulkItemCommand, StartBulk } from './commands.ts';

export interface BulkState extends ActorState {
  readonly ownerId: string;
  readonly onBehalf: By;
  readonly command: BulkItemCommand;
  readonly state: 'running' | 'finished' | 'cancelled';
  readonly why: 'asked' | 'rights' | null;
  readonly total: number;
  readonly tried: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

export const bulk: ActorDefinition<BulkState, BulkCommand> = {
  kind: 'bulk',
  table: 'bulk_jobs',
  columns: [
    'id',
    'seq',
    'version',
    'ownerId',
    'onBehalf',
    'command',
    'state',
    'why',
    'total',
    'tried',
    'createdAt',
    'endedAt',
  ],
  instants: ['createdAt', 'endedAt'],
  decide: (state, command, { id }) => decide(state, command, id),
  evolve,
  raisesVersion: () => false,
  audience: (_event, _before, after) => [{ class: 'owner', rooms: [rooms.user(after.ownerId)] }],
  eventVersion,
};

function decide(state: BulkState | undefined, command: BulkCommand, id: string): Decision {
  if (command.type === 'start')
    return state ? refuse('conflict', 'The job exists already.') : start(command, id);
  if (!state) return refuse('not_found');
  if (state.state !== 'running') return refuse('wrong_state', `The job is ${state.state}.`, []);
  const { ownerId, total } = state;
  const data = { ownerId, command: state.command.type, total, tried: state.tried };
  if (command.type === 'cancel') return { events: [event('bulk.cancelled', { ...data, why: command.why })] };
  if (command.from !== state.tried) return refuse('conflict', 'The step was made already.');
  const next = { ...data, tried: command.to };
  return { events: [command.to >= total ? event('bulk.finished', next) : event('bulk.advanced', next)] };
}

type ItemRow = NonNullable<Decided['effects']>[number];

function start({ ownerId, onBehalf, command, items }: StartBulk, id: string): Decision {
  const data = { ownerId, command: command.type, total: items.length, tried: 0 };
  const rows = items.map(
    ({ itemId, visible }, index): ItemRow => ({
      effect: 'insert',
      table: 'bulk_items',
      row: {
        bulk_id: id,
        index,
        // Of whatever kind: the column was named when there were tickets only.
        ticket_id: itemId,
        outcome: visible ? null : 'refused',
        code: visible ? null : 'not_found',
      },
    }),
  );
  return { events: [event('bulk.started', data, { onBehalf, command })], effects: rows };
}

function evolve(state: BulkState | undefined, from: NewEvent, { id, at }: EvolveMeta): BulkState {
  if (from.type === 'bulk.started') {
    const { ownerId, total, tried } = dataOf('bulk.started', from);
    const { onBehalf, command } = from.personal as unknown as Pick<StartBulk, 'onBehalf' | 'command'>;
    return {
      id,
      seq: 0,
      version: 0,
      ownerId,
      onBehalf,
      command,
      state: 'running',
      why: null,
      total,
      tried,
      createdAt: at,
      endedAt: null,
    };
  }
  if (!state) throw new Error(`${from.type} came to a bulk job that was never made`);
  switch (from.type) {
    case 'bulk.advanced':
      return { ...state, tried: dataOf('bulk.advanced', from).tried };
    case 'bulk.finished':
      return { ...state, tried: dataOf('bulk.finished', from).tried, state: 'finished', endedAt: at };
    case 'bulk.cancelled':
      return { ...state, why: dataOf('bulk.cancelled', from).why, state: 'cancelled', endedAt: at };
    default:
      return unknownEvent('bulk', from.type);
  }
}
