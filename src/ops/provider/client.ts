// What the API, the demo and tests ask the local provider: what arrived, and its switches.

import * as z from 'zod';
import { type Answer, createAsker } from '../ask.ts';
import {
  type MessagesPage,
  type MessagesQuery,
  messagesPage,
  type ReplyRequest,
  type Switches,
  type SwitchesChange,
  switches,
} from './messages.ts';

export type ProviderClient = {
  messages(query?: MessagesQuery): Promise<Answer<MessagesPage>>;
  clear(): Promise<Answer<null>>;
  switches(): Promise<Answer<Switches>>;
  change(change: SwitchesChange): Promise<Answer<Switches>>;
  /** Somebody answers by WhatsApp. */
  reply(reply: ReplyRequest): Promise<Answer<{ id: string }>>;
};

export function createProviderClient(options: {
  baseUrl: string;
  token: string;
  timeoutMs?: number;
}): ProviderClient {
  const ask = createAsker({ name: 'The local provider', timeoutMs: 2_000, ...options });
  return {
    messages(query = {}) {
      const params = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) {
        if (value !== undefined) params.set(name, String(value));
      }
      return ask(messagesPage, `/messages?${params}`);
    },
    clear: () => ask(z.null(), '/messages', { method: 'DELETE' }),
    switches: () => ask(switches, '/switches'),
    change: (change) => ask(switches, '/switches', { method: 'PUT', body: change }),
    reply: (reply) => ask(z.object({ id: z.string() }), '/replies', { method: 'POST', body: reply }),
  };
}
