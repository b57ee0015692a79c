/**
 * Something that went wrong: opened once, over once, and opened again when it comes back.
 *
 *   (none | over) → open → over. Opening an open one, and closing one that is over, is no event: so a thousand
 *   failures, and any number of duties that see them, are told once.
 */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, ActorState, Decision } from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';
import type { IncidentCause, IncidentCommand } from './commands.ts';

export interface IncidentState extends ActorState {
  readonly cause: IncidentCause;
  readonly subject: string;
  readonly status: 'open' | 'over';
  readonly openedAt: string;
  readonly overAt: string | null;
}

export const incident: ActorDefinition<IncidentState, IncidentCommand> = {
  kind: 'incident',
  table: 'incidents',
  columns: ['id', 'seq', 'version', 'cause', 'subject', 'status', 'openedAt', 'overAt'],
  instants: ['openedAt', 'overAt'],
  decide,
  evolve(state, from, { id, at }) {
    if (from.type === 'incident.opened') {
      const { cause, subject } = dataOf('incident.opened', from);
      return { id, seq: 0, version: 0, cause, subject, status: 'open', openedAt: at, overAt: null };
    }
    if (!state || from.type !== 'incident.over') return unknownEvent('incident', from.type);
    return { ...state, status: 'over', overAt: at };
  },
  raisesVersion: () => true,
  audience: () => [{ class: 'staff', rooms: [rooms.role('admin'), rooms.role('noc')] }],
  eventVersion,
};

function decide(state: IncidentState | undefined, command: IncidentCommand): Decision {
  if (command.type === 'open') {
    if (state?.status === 'open') return { events: [] };
    const { cause, subject, count, ageSeconds } = command;
    return { events: [event('incident.opened', { cause, subject, count, ageSeconds })] };
  }
  if (!state) return refuse('not_found');
  if (state.status === 'over') return { events: [] };
  const { cause, subject, openedAt } = state;
  return { events: [event('incident.over', { cause, subject, openedAt })] };
}
