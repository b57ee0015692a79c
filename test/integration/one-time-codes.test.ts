// One-time codes through the engine: where they stand, where they do not, and many guesses at once.

import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CodeSubject, issueCode, redeemCode } from '../../src/api/one-time-codes.ts';
import { codeLimits } from '../../src/contracts/codes.ts';
import { forgetPhones } from '../../src/cron/code-retention.ts';
import type { Delivery } from '../../src/engine/delivery-sql.ts';
import { claimDelivery, finishDelivery } from '../../src/engine/delivery-sql.ts';
import { createSecrets } from '../../src/engine/secrets.ts';
import { createRender } from '../../src/handlers/render.ts';
import { startTestApi, TEST_KEY, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const secrets = createSecrets(TEST_KEY, randomBytes);
const codes = () => ({ commands: api.commands, secrets, newId: () => v7(), randomBytes });
const phone = (digits: string): { of: CodeSubject; to: { phone: string; locale: 'en' } } => ({
  of: { purpose: 'registration_submit', subject: `+62812${digits}` },
  to: { phone: `+62812${digits}`, locale: 'en' },
});

async function claimNewest(): Promise<Delivery> {
  const { rows } = await api.pool.query(
    `select id from deliveries order by created_at desc, id desc limit 1`,
  );
  const claim = { token: 't', leaseMs: 5_000, provider: 'x', enqueuedAt: new Date(), busy: [] };
  const claimed = await claimDelivery(api.pool, { id: rows[0].id, ...claim });
  if (!claimed) throw new Error('nothing to claim');
  return claimed;
}
const read = (delivery: Delivery, now = new Date()) =>
  createRender({ db: api.pool, timeZone: 'Asia/Jakarta', secrets, now: () => now })(delivery);
const codeIn = (text: string): string => /\b(\d{6})\b/.exec(text)?.[1] ?? '';

describe('a one-time code', () => {
  it('reaches the phone, and stands nowhere else: not in events, ledger or state; its seal goes with its sending', async () => {
    const { of, to } = phone('34567001');
    await issueCode(codes(), of, to);
    const delivery = await claimNewest();
    const message = (await read(delivery)) as { to: string; text: string };
    expect(message.to).toBe(to.phone);
    const code = codeIn(message.text);
    expect(code).toMatch(/^\d{6}$/);

    await finishDelivery(api.pool, delivery.id, 't', { outcome: 'sent', providerMessageId: 'm' }, undefined);
    await expect(redeemCode(codes(), of, code === '000000' ? '000001' : '000000')).rejects.toMatchObject({
      code: 'wrong_code',
    });
    const { rows } = await api.pool.query(
      `select (select json_agg(e) from events e)::text || (select json_agg(c) from one_time_codes c)::text
        || (select json_agg(d) from deliveries d)::text as everything, (select sealed from deliveries limit 1) as sealed`,
    );
    expect(rows[0].sealed).toBeNull();
    expect(rows[0].everything).not.toContain(code);
    const { rows: events } = await api.pool.query('select json_agg(e)::text as log from events e');
    expect(events[0].log).not.toContain('34567001');
    await redeemCode(codes(), of, code);
    await expect(redeemCode(codes(), of, code)).rejects.toMatchObject({ code: 'wrong_code' });
  });

  it('is not sent when it would come too late, nor by whoever has another key', async () => {
    const { of, to } = phone('34567002');
    await issueCode(codes(), of, to);
    const delivery = await claimNewest();
    expect(await read(delivery, new Date(Date.now() + codeLimits.lifeMs))).toEqual({ suppressed: 'expired' });
    const stranger = createSecrets('another-key-of-thirty-two-characters!!', randomBytes);
    const render = createRender({ db: api.pool, timeZone: 'UTC', secrets: stranger, now: () => new Date() });
    expect(await render(delivery)).toEqual({ suppressed: 'secret_gone' });
  });

  it('bears five guesses however many come at once', async () => {
    const { of, to } = phone('34567003');
    await issueCode(codes(), of, to);
    const code = codeIn(((await read(await claimNewest())) as { text: string }).text);
    const wrong = (index: number) => String((Number(code) + 1 + index) % 1_000_000).padStart(6, '0');
    await Promise.allSettled(Array.from({ length: 20 }, (_, index) => redeemCode(codes(), of, wrong(index))));
    const { rows } = await api.pool.query(`select max(tries)::int as tries from one_time_codes`);
    expect(rows[0].tries).toBe(codeLimits.tries);
    await expect(redeemCode(codes(), of, code)).rejects.toMatchObject({ code: 'wrong_code' });
  });

  it('is one a minute for a phone, also when many are asked for at once', async () => {
    const { of, to } = phone('34567004');
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => issueCode(codes(), of, to)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of asked)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'rate_limited' });
  });

  it('leaves nothing of itself beside the log when the next one is asked for', async () => {
    const { of, to } = phone('34567005');
    await issueCode(codes(), of, to);
    const { rows: first } = await api.pool.query(`select hash from one_time_codes where phone = $1`, [
      to.phone,
    ]);
    await api.pool.query(`update one_time_codes set issued_at = issued_at - interval '2 minutes'`);
    await issueCode(codes(), of, to);
    const { rows } = await api.pool.query(
      `select coalesce(json_agg(p), '[]')::text as kept from personal_changes p`,
    );
    expect(rows[0].kept).not.toContain(to.phone);
    expect(rows[0].kept).not.toContain(first[0].hash);
  });

  it('leaves no phone behind', async () => {
    await api.pool.query(`update one_time_codes set expires_at = now() - interval '2 hours'`);
    await forgetPhones.remove(api.pool, 100);
    const { rows } = await api.pool.query('select count(phone)::int as known from one_time_codes');
    expect(rows[0].known).toBe(0);
  });
});
