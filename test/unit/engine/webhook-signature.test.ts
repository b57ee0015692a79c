// Signatures of Standard Webhooks, against the public library and its published vector.

import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { distrust, signWebhook, webhookSecret } from '../../../src/engine/webhook-signature.ts';

/** From the specification's own libraries. */
const vector = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

const bodies = ['{}', '{"a":"é\u2028"}', ' {"spaces": true} ', JSON.stringify({ long: 'x'.repeat(10_000) })];
/** The library reads the clock itself. */
const now = new Date();

function seeded(seed: number): Buffer {
  return Buffer.from(Array.from({ length: 32 }, (_, index) => (seed * 31 + index * 17) % 256));
}

describe('a signature', () => {
  it('is the one of the published vector', () => {
    const headers = signWebhook([vector.secret], vector.id, vector.at, vector.body);
    expect(headers).toEqual({
      'webhook-id': vector.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': vector.signature,
    });
    expect(distrust([vector.secret], headers, vector.body, vector.at)).toBeUndefined();
  });

  it('of ours is verified by the public library, and the library’s by us', () => {
    for (const [index, body] of bodies.entries()) {
      const secret = webhookSecret(seeded(index));
      const ours = signWebhook([secret], `msg_${index}`, now, body);
      expect(() => new Webhook(secret).verify(body, { ...ours })).not.toThrow();
      const theirs = new Webhook(secret).sign(`msg_${index}`, now, body);
      expect(theirs).toBe(ours['webhook-signature']);
      expect(distrust([secret], { ...ours, 'webhook-signature': theirs }, body, now)).toBeUndefined();
    }
  });

  it('of a rotation is verified with either secret', () => {
    const [older, newer] = [webhookSecret(seeded(1)), webhookSecret(seeded(2))];
    const headers = signWebhook([newer, older], 'msg', now, '{}');
    for (const secret of [older, newer]) {
      expect(() => new Webhook(secret).verify('{}', { ...headers })).not.toThrow();
      expect(distrust([secret], headers, '{}', now)).toBeUndefined();
    }
    expect(distrust([older, newer], signWebhook([older], 'msg', now, '{}'), '{}', now)).toBeUndefined();
  });
});

describe('a message is not believed', () => {
  const secret = webhookSecret(seeded(7));
  const body = '{"amount":1}';
  const headers = signWebhook([secret], 'msg_1', now, body);

  it('when any byte of id, time, body or signature is another', () => {
    expect(distrust([secret], { ...headers, 'webhook-id': 'msg_2' }, body, now)).toBe('signature_wrong');
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(distrust([secret], { ...headers, 'webhook-timestamp': later }, body, now)).toBe('signature_wrong');
    for (let at = 0; at < body.length; at++) {
      const other = Buffer.from(body);
      other[at] = (other[at] ?? 0) ^ 1;
      expect(distrust([secret], headers, other, now)).toBe('signature_wrong');
    }
    const signature = headers['webhook-signature'];
    for (const wrong of [
      signature.slice(0, -4),
      signature.replace('v1,', 'v2,'),
      `v1,${'A'.repeat(43)}=`,
      'v1,',
      'rubbish',
    ]) {
      expect(distrust([secret], { ...headers, 'webhook-signature': wrong }, body, now)).toBe(
        'signature_wrong',
      );
    }
    expect(distrust([webhookSecret(seeded(8))], headers, body, now)).toBe('signature_wrong');
    expect(distrust([], headers, body, now)).toBe('signature_wrong');
  });

  it('outside five minutes, either way', () => {
    const at = (seconds: number) =>
      distrust([secret], headers, body, new Date(now.getTime() + seconds * 1_000));
    expect(at(299)).toBeUndefined();
    expect(at(302)).toBe('timestamp_old');
    expect(at(-302)).toBe('timestamp_ahead');
  });

  it('without its headers, or with a time that is none', () => {
    for (const name of Object.keys(headers))
      expect(distrust([secret], { ...headers, [name]: undefined }, body, now)).toBe('headers_missing');
    for (const timestamp of ['', 'now', '-1', '1e9', '9'.repeat(20)])
      expect(distrust([secret], { ...headers, 'webhook-timestamp': timestamp }, body, now)).toBe(
        'headers_missing',
      );
  });
});
