/** What somebody answered by WhatsApp: received once, whatever the number of its repetitions. Its id is the provider's. */

import type { EventData } from '../../contracts/events.ts';
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, ActorState } from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';

type Settled = EventData<'provider_reply.settled'>;

export interface ProviderReplyState extends ActorState {
  readonly provider: string;
  readonly replyTo: string | null;
  /** E.164. */
  readonly fromPhone: string;
  readonly text: string;
  readonly receivedAt: string;
  /** Null until it is settled. */
  readonly settledAs: Settled['as'] | null;
  readonly ticketId: string | null;
  readonly customerId: string | null;
  readonly registrationId: string | null;
}

export type ProviderReplyCommand =
  | {
      readonly type: 'receive';
      readonly provider: string;
      readonly replyTo: string | null;
      readonly fromPhone: string;
      readonly text: string;
    }
  /** By the handler, in the commit of what the reply became. */
  | ({ readonly type: 'settle' } & Settled);

export const providerReply: ActorDefinition<ProviderReplyState, ProviderReplyCommand> = {
  kind: 'provider_reply',
  table: 'provider_replies',
  columns: [
    'id',
    'seq',
    'version',
    'provider',
    'replyTo',
    'fromPhone',
    'text',
    'receivedAt',
    'settledAs',
    'ticketId',
    'customerId',
    'registrationId',
  ],
  instants: ['receivedAt'],
  decide(state, command) {
    if (command.type === 'receive') {
      if (state) return { events: [] };
      const { provider, replyTo, fromPhone, text } = command;
      return { events: [event('provider_reply.received', { provider, replyTo }, { fromPhone, text })] };
    }
    if (!state) return refuse('not_found');
    if (state.settledAs !== null) return { events: [] };
    const { type: _type, ...settled } = command;
    return { events: [event('provider_reply.settled', settled)] };
  },
  evolve(state, from, { id, at }) {
    if (from.type === 'provider_reply.received') {
      const { fromPhone, text } = from.personal as Pick<ProviderReplyState, 'fromPhone' | 'text'>;
      const { provider, replyTo } = dataOf('provider_reply.received', from);
      return {
        id,
        seq: 0,
        version: 0,
        provider,
        replyTo,
        fromPhone,
        text,
        receivedAt: at,
        settledAs: null,
        ticketId: null,
        customerId: null,
        registrationId: null,
      };
    }
    if (from.type !== 'provider_reply.settled' || !state) return unknownEvent('provider_reply', from.type);
    const { as, ...rest } = dataOf('provider_reply.settled', from);
    return { ...state, ...rest, settledAs: as };
  },
  raisesVersion: () => true,
  /** Of one that has just come nobody hears: it is settled a moment later. */
  audience: ({ type }) =>
    type === 'provider_reply.settled' ? [{ class: 'staff', rooms: [rooms.deliveries] }] : [],
  eventVersion,
};
