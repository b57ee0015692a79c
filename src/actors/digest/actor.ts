/**
 * A digest: what one recipient is told on one channel, once an hour or a day. It knows only when it is due; what it
 * gathers are rows of the ledger.
 *
 * - G1 Whoever gathers a notice tells the digest in the same commit: a row that is gathered has a timer that sends it.
 * - G2 A timer of an earlier time closes nothing: it names the instant that it was set for.
 */
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, ActorRef, ActorState } from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';

export interface DigestState extends ActorState {
  /** Null when nothing waits. */
  readonly dueAt: string | null;
}

export type DigestCommand =
  | { readonly type: 'gather'; readonly dueAt: string }
  | { readonly type: 'close'; readonly dueAt: string };

export type DigestPeriod = 'hourly' | 'daily';

/** One digest for each recipient, channel and period. */
export interface DigestSubject {
  readonly recipient: ActorRef;
  readonly channel: string;
  readonly period: DigestPeriod;
}

export function digestId({ recipient, channel, period }: DigestSubject): string {
  return [recipient.kind, recipient.id, channel, period].join('.');
}

/** Ids of recipients have no dots: they are uuids. */
function subjectOf(id: string): DigestSubject {
  const [kind = '', recipient = '', channel = '', period = ''] = id.split('.');
  return { recipient: { kind, id: recipient }, channel, period: period as DigestPeriod };
}

export const digest: ActorDefinition<DigestState, DigestCommand> = {
  kind: 'digest',
  table: 'digests',
  columns: ['id', 'seq', 'version', 'dueAt'],
  instants: ['dueAt'],
  decide: (state, command, { id }) => {
    const { dueAt } = command;
    switch (command.type) {
      case 'gather':
        if (state?.dueAt) return { events: [] };
        return {
          events: [event('digest.opened', { dueAt })],
          effects: [
            {
              effect: 'timer',
              actor: { kind: 'digest', id },
              name: 'close',
              dueAt,
              command: { type: 'close', dueAt } as DigestCommand,
            },
          ],
        };
      case 'close':
        if (state?.dueAt !== dueAt) return refuse('wrong_state');
        return { events: [event('digest.closed', { ...subjectOf(id) })] };
    }
  },
  evolve: (_state, from, { id }) => {
    switch (from.type) {
      case 'digest.opened':
        return { id, seq: 0, version: 0, dueAt: dataOf('digest.opened', from).dueAt };
      case 'digest.closed':
        return { id, seq: 0, version: 0, dueAt: null };
      default:
        return unknownEvent('digest', from.type);
    }
  },
  raisesVersion: () => false,
  /** Nobody's screen shows it; a recipient that is no user has a room where nobody is. */
  audience: (_event, _before, after) => [
    { class: 'owner', rooms: [rooms.user(subjectOf(after.id).recipient.id)] },
  ],
  eventVersion,
};
