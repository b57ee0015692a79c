import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeadLetters, type DeadLetters } from '../../src/engine/dead-letters.ts';
import { anyHandler, type Handler } from '../../src/engine/handler-types.ts';
import { counterRegistry } from '../support/counter.ts';
import { FLAKY, picky, recorder } from '../support/mailbox-handlers.ts';
import { createMailboxWorld, type MailboxWorld } from '../support/mailbox-world.ts';
import { waitFor } from '../support/wait.ts';

const admin = { kind: 'user', id: 'admin' } as const;

describe('dead letters', () => {
  let world: MailboxWorld;
  beforeEach(async () => {
    world = await createMailboxWorld();
    await world.switchFlaky(true);
  });
  afterEach(() => world.stop());

  const deadLetters = (handlers: readonly Handler[]): DeadLetters =>
    createDeadLetters({
      pool: world.pool,
      registry: counterRegistry,
      handlers,
      ringer: world.ringer,
      now: () => new Date(),
      newId: randomUUID,
    });

  const firstLetter = (id: string): Promise<string> =>
    waitFor(async () => (await world.letters(id))[0]?.id as string | undefined);

  it('let the actor go on after the last attempt, where the policy says so', async () => {
    const id = await world.counter([FLAKY, 3]);
    await world.start({ handlers: [recorder, picky({ attempts: 2 })] });
    await waitFor(async () => (await world.effects(id, 'picky')).includes(3));
    expect(await world.letters(id)).toMatchObject([{ handler: 'test.picky', attempts: 2, status: 'dead' }]);
    expect(await world.effects(id, 'picky')).toEqual([1, 3]);
    expect(await world.effects(id, 'recorder')).toEqual([1, 2, 3]);
  });

  it('let the actor wait for a person, where the policy says so; its other handlers do their part', async () => {
    const handlers = [recorder, picky({ attempts: 2, onDead: 'wait' })];
    const id = await world.counter([FLAKY, 3]);
    await world.start({ handlers });
    await waitFor(async () => (await world.mailbox(id)).halted === true);
    expect(await world.effects(id, 'picky')).toEqual([1]);
    expect(await world.effects(id, 'recorder')).toEqual([1, 2]);

    await world.switchFlaky(false);
    const letter = await firstLetter(id);
    expect(await deadLetters(handlers).replay(letter, admin, 'a test')).toEqual({ outcome: 'replayed' });
    await waitFor(async () => (await world.effects(id, 'picky')).length === 3);
    expect(await world.effects(id, 'picky')).toEqual([1, 2, 3]);
    expect(await world.effects(id, 'recorder')).toEqual([1, 2, 3]);
    expect(await world.mailbox(id)).toMatchObject({ halted: false, attempts: 0 });
  });

  it('are replayed once, however often that is asked for', async () => {
    const handlers = [recorder, picky({ attempts: 1 })];
    const id = await world.counter([FLAKY]);
    await world.start({ handlers });
    const letter = await firstLetter(id);
    await world.switchFlaky(false);
    const inNoHurry = anyHandler<boolean>({
      ...picky(),
      load: async (_events, db) => {
        await db.query('select pg_sleep(0.2)');
        return false;
      },
      handle: (event, failing, context) => picky().handle(event, failing, context),
    });
    const dead = deadLetters([recorder, inNoHurry]);
    const outcomes = await Promise.all([1, 2, 3].map(() => dead.replay(letter, admin, 'a test')));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['not_open', 'not_open', 'replayed']);
    expect(await world.effects(id, 'picky')).toEqual([1, 2]);
    expect(await world.effects(id, 'recorder')).toEqual([1, 2]);
    expect(await world.letters(id)).toMatchObject([{ status: 'replayed', resolved_by: admin }]);
  });

  it('stay open with the new error when the replay fails', async () => {
    const handlers = [picky({ attempts: 1 })];
    const id = await world.counter([FLAKY]);
    await world.start({ handlers });
    const dead = deadLetters(handlers);
    const outcome = await dead.replay(await firstLetter(id), admin, 'a test');
    expect(outcome).toMatchObject({ outcome: 'failed', error: 'Error: flaky' });
    expect(await world.letters(id)).toMatchObject([{ status: 'dead', attempts: 2 }]);
  });

  it('are discarded with a reason, and then let a waiting actor go on', async () => {
    const handlers = [picky({ attempts: 1, onDead: 'wait' })];
    const id = await world.counter([FLAKY, 3]);
    await world.start({ handlers });
    const dead = deadLetters(handlers);
    const letter = await firstLetter(id);
    expect(await dead.discard(letter, admin, 'a test')).toBe(true);
    expect(await dead.discard(letter, admin, 'again')).toBe(false);
    await waitFor(async () => (await world.effects(id, 'picky')).includes(3));
    expect(await world.effects(id, 'picky')).toEqual([1, 3]);
    expect(await world.letters(id)).toMatchObject([{ status: 'discarded', reason: 'a test' }]);
  });
});
