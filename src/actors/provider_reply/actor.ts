/** What somebody answered by WhatsApp: received once, whatever the number of its repetitions. Its id is the provider's. */

import type { replyEnds } from '../../contracts/events/provider-reply.ts';
import type { EventData } from '../../contracts/events.ts';
import { eventVersion } from '../../contracts/events.ts';
import { rooms } from '../../contracts/rooms.ts';
import type { ActorDefinition, ActorState, Decision } from '../../engine/actor-types.ts';
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
  /** What a person did about one that belonged to no ticket. */
  readonly seenTo: (typeof replyEnds)[number] | null;
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
  | ({ readonly type: 'settle' } & Settled)
  /** In the commit of the ticket that a person makes of it. */
  | { readonly type: 'ticket'; readonly ticketId: string }
  | { readonly type: 'done' }
  | { readonly type: 'reopen' };

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
    'seenTo',
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
    if (command.type !== 'settle') return seeTo(state, command);
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
        seenTo: null,
        ticketId: null,
        customerId: null,
        registrationId: null,
      };
    }
    if (!state) return unknownEvent('provider_reply', from.type);
    switch (from.type) {
      case 'provider_reply.settled': {
        const { as, ...rest } = dataOf('provider_reply.settled', from);
        return { ...state, ...rest, settledAs: as };
      }
      case 'provider_reply.ticketed':
        return { ...state, ticketId: dataOf('provider_reply.ticketed', from).ticketId, seenTo: 'ticket' };
      case 'provider_reply.done':
        return { ...state, seenTo: 'done' };
      case 'provider_reply.reopened':
        return { ...state, seenTo: null };
      default:
        return unknownEvent('provider_reply', from.type);
    }
  },
  raisesVersion: () => true,
  /** Of one that has just come nobody hears: it is settled a moment later. */
  audience: ({ type }) =>
    type === 'provider_reply.received' ? [] : [{ class: 'staff', rooms: [rooms.deliveries] }],
  eventVersion,
};

type SeeTo = Extract<ProviderReplyCommand, { type: 'ticket' | 'done' | 'reopen' }>;

/** One ticket is made of a reply, by whoever is first. */
function seeTo({ settledAs, seenTo }: ProviderReplyState, command: SeeTo): Decision {
  if (settledAs === null) return refuse('conflict', 'The answer has just come in, and is being sorted.');
  if (settledAs === 'comment' || seenTo === 'ticket')
    return refuse('conflict', 'The answer belongs to a ticket already.');
  switch (command.type) {
    case 'ticket':
      return { events: [event('provider_reply.ticketed', { ticketId: command.ticketId })] };
    case 'done':
      return { events: seenTo === 'done' ? [] : [event('provider_reply.done', {})] };
    case 'reopen':
      return { events: seenTo === null ? [] : [event('provider_reply.reopened', {})] };
  }
}
