// What arrived at the local provider: bounded in memory, no I/O.
//
// O1  Never more than `maxMessages` messages nor `maxBytes` of them; the oldest go first.
// O2  A gateway key is remembered longer than its message (`maxKeys`), so that a late retry still gets its id.

import type { Message, MessagesPage } from './messages.ts';

export type OutboxLimits = { maxMessages: number; maxBytes: number; maxKeys: number };

export type KnownKey = { id: string; fingerprint: string };

export type Outbox = {
  add(message: Message, fingerprint?: string): void;
  get(id: string): Message | undefined;
  knownKey(key: string): KnownKey | undefined;
  list(query: {
    since?: string | undefined;
    channel?: string | undefined;
    to?: string | undefined;
    limit: number;
  }): MessagesPage;
  size(): { messages: number; bytes: number; keys: number };
  clear(): void;
};

export const defaultLimits: OutboxLimits = {
  maxMessages: 2_000,
  maxBytes: 32 * 1024 * 1024,
  maxKeys: 20_000,
};

export function createOutbox(limits: OutboxLimits = defaultLimits): Outbox {
  const messages = new Map<string, { message: Message; bytes: number }>();
  const keys = new Map<string, KnownKey>();
  let bytes = 0;

  function dropOldest(): void {
    for (const [id, oldest] of messages) {
      messages.delete(id);
      bytes -= oldest.bytes;
      return;
    }
  }

  return {
    add(message, fingerprint = '') {
      const size = JSON.stringify(message).length;
      messages.set(message.id, { message, bytes: size });
      bytes += size;
      while (messages.size > limits.maxMessages || (bytes > limits.maxBytes && messages.size > 0))
        dropOldest();

      const key = message.idempotencyKey;
      // A second message under one key (the switch `twice`) does not take the key from the first.
      if (key === undefined || keys.has(key)) return;
      keys.set(key, { id: message.id, fingerprint });
      for (const oldest of keys.keys()) {
        if (keys.size <= limits.maxKeys) break;
        keys.delete(oldest);
      }
    },
    get: (id) => messages.get(id)?.message,
    knownKey: (key) => keys.get(key),
    list({ since, channel, to, limit }) {
      const wanted = to?.toLowerCase();
      const data: Message[] = [];
      for (const { message } of [...messages.values()].reverse()) {
        if (data.length >= limit) break;
        // The order is that of arrival, so all that follows is older still.
        if (since !== undefined && Date.parse(message.at) < Date.parse(since)) break;
        if (channel !== undefined && message.channel !== channel) continue;
        if (wanted && !message.to.some((recipient) => recipient.toLowerCase().includes(wanted))) continue;
        data.push(message);
      }
      return { data, kept: messages.size };
    },
    size: () => ({ messages: messages.size, bytes, keys: keys.size }),
    clear() {
      messages.clear();
      keys.clear();
      bytes = 0;
    },
  };
}
