import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/ops/provider/messages.ts';
import { createOutbox } from '../../../src/ops/provider/outbox.ts';

const message = (n: number, more: Partial<Message> = {}): Message => ({
  id: `m${n}`,
  channel: 'whatsapp',
  type: 'text',
  at: new Date(1_700_000_000_000 + n * 1000).toISOString(),
  to: [`62${n}`],
  text: 'x',
  answered: true,
  ...more,
});

describe('the outbox', () => {
  it('O1 never keeps more messages or bytes than allowed, and keeps the newest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 60 }), (lengths) => {
        const outbox = createOutbox({ maxMessages: 10, maxBytes: 2_000, maxKeys: 5 });
        for (const [n, length] of lengths.entries()) {
          outbox.add(message(n, { text: 'x'.repeat(length), idempotencyKey: `k${n % 7}` }));
          const size = outbox.size();
          expect(size.messages).toBeLessThanOrEqual(10);
          expect(size.bytes).toBeLessThanOrEqual(2_000);
          expect(size.keys).toBeLessThanOrEqual(5);
          expect(outbox.get(`m${n}`)).toBeDefined();
        }
      }),
    );
  });

  it('O2 knows a key whose message is gone', () => {
    const outbox = createOutbox({ maxMessages: 1, maxBytes: 10_000, maxKeys: 10 });
    outbox.add(message(1, { idempotencyKey: 'first' }), 'print');
    outbox.add(message(2, { idempotencyKey: 'second' }));
    expect(outbox.get('m1')).toBeUndefined();
    expect(outbox.knownKey('first')).toEqual({ id: 'm1', fingerprint: 'print' });
  });

  it('lists the newest first, by channel, recipient and time', () => {
    const outbox = createOutbox();
    outbox.add(message(1));
    outbox.add(message(2, { channel: 'email', type: 'email', to: ['Siti@example.org'] }));
    outbox.add(message(3));
    const ids = (query: Parameters<typeof outbox.list>[0]) => outbox.list(query).data.map(({ id }) => id);
    expect(ids({ limit: 10 })).toEqual(['m3', 'm2', 'm1']);
    expect(ids({ limit: 1 })).toEqual(['m3']);
    expect(ids({ limit: 10, channel: 'email' })).toEqual(['m2']);
    expect(ids({ limit: 10, to: 'siti@' })).toEqual(['m2']);
    expect(ids({ limit: 10, since: message(2).at })).toEqual(['m3', 'm2']);
  });
});
