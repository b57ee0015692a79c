import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneTimeCode } from '../../../src/actors/one_time_code/actor.ts';
import type { OneTimeCodeCommand } from '../../../src/actors/one_time_code/commands.ts';
import { codeLimits } from '../../../src/contracts/codes.ts';
import { eventTypesOf, given, START } from '../../support/actors.ts';

const issue = (hash = 'right'): OneTimeCodeCommand => ({
  type: 'issue',
  purpose: 'registration_submit',
  phone: '+6281234567890',
  locale: 'id',
  hash,
  deliveryId: 'd1',
  sealed: 'sealed',
});
const redeem = (hash = 'right'): OneTimeCodeCommand => ({ type: 'redeem', hash });
const msLater = (ms: number) => new Date(Date.parse(START) + ms).toISOString();
const issued = () => given(oneTimeCode).and(issue());

describe('a one-time code', () => {
  it('is sent first of all, sealed, and stands in no event', () => {
    const decision = given(oneTimeCode).when(issue());
    expect(decision).toMatchObject({ effects: [{ effect: 'delivery', priority: 1, sealed: 'sealed' }] });
    const { events } = issued().and(redeem('wrong')).and(redeem());
    const log = JSON.stringify(events.map(({ type, data }) => ({ type, data })));
    expect(log).not.toMatch(/right|wrong|628123/);
  });

  it('is good once', () => {
    const spent = issued().and(redeem());
    expect(spent.state).toMatchObject({ hash: null, phone: null });
    expect(eventTypesOf(spent.when(redeem()))).toEqual(['refused: wrong_code']);
  });

  it('is good for five minutes', () => {
    expect(eventTypesOf(issued().when(redeem(), msLater(codeLimits.lifeMs - 1)))).toEqual([
      'one_time_code.spent',
    ]);
    expect(eventTypesOf(issued().when(redeem(), msLater(codeLimits.lifeMs)))).toEqual([
      'refused: wrong_code',
    ]);
  });

  it('bears five wrong guesses', () => {
    let guessed = issued();
    for (let guess = 0; guess < codeLimits.tries; guess++) guessed = guessed.and(redeem('wrong'));
    expect(eventTypesOf(guessed.when(redeem()))).toEqual(['refused: wrong_code']);
  });

  it('is sent once a minute; a new one makes the old one void and has tries of its own', () => {
    const early = issued().when(issue('new'), msLater(codeLimits.pauseMs - 1));
    expect(eventTypesOf(early)).toEqual(['refused: rate_limited']);
    const anew = issued().and(redeem('wrong')).and(issue('new'), msLater(codeLimits.pauseMs));
    expect(anew.state?.tries).toBe(0);
    expect(eventTypesOf(anew.when(redeem('right')))).toEqual(['one_time_code.missed']);
    expect(eventTypesOf(anew.when(redeem('new')))).toEqual(['one_time_code.spent']);
  });

  it('says the same whatever is wrong with it', () => {
    const never = given(oneTimeCode).when(redeem());
    expect(never).toEqual(issued().and(redeem()).when(redeem()));
    expect(never).toEqual(issued().when(redeem(), msLater(codeLimits.lifeMs)));
  });

  it('sets off what it allows only when it is right', () => {
    const then = { actor: { kind: 'registration', id: 'r1' }, command: { type: 'create' } };
    expect(issued().when({ type: 'redeem', hash: 'right', then })).toMatchObject({
      effects: [{ effect: 'command', ...then }],
    });
    expect(issued().when({ type: 'redeem', hash: 'wrong', then })).not.toHaveProperty('effects');
  });

  it('after any history is spent at most once for each time it was sent, and never after five misses', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 120_000 }),
      what: fc.constantFrom('issue', 'right', 'wrong'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let now = Date.parse(START);
        let code = given(oneTimeCode);
        let sent = 0;
        let spent = 0;
        let misses = 0;
        let sentAt = 0;
        for (const { wait, what } of steps) {
          now += wait;
          const at = new Date(now).toISOString();
          const command = what === 'issue' ? issue() : redeem(what);
          const decision = code.when(command, at);
          if ('rejection' in decision) continue;
          code = code.and(command, at);
          if (what === 'issue') {
            if (sent > 0) expect(now - sentAt).toBeGreaterThanOrEqual(codeLimits.pauseMs);
            sent += 1;
            misses = 0;
            sentAt = now;
          } else if (what === 'wrong') misses += 1;
          else {
            expect(misses).toBeLessThan(codeLimits.tries);
            expect(now - sentAt).toBeLessThan(codeLimits.lifeMs);
            spent += 1;
          }
          expect(spent).toBeLessThanOrEqual(sent);
          expect(misses).toBeLessThanOrEqual(codeLimits.tries);
        }
      }),
    );
  });
});
