import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandRequest, type CommandRunner, createCommandRunner } from '../../src/engine/command.ts';
import type { Committed } from '../../src/engine/committed.ts';
import { createPool, type Pool, transaction } from '../../src/engine/database.ts';
import { CommandRejected } from '../../src/engine/decide.ts';
import { type CounterCommand, counterRegistry, createCounterTables } from '../support/counter.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait.ts';

describe('commands', () => {
  let database: TestDatabase;
  let pool: Pool;
  let runner: CommandRunner;
  const rung: Committed[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    await createCounterTables(database.url);
    pool = createPool({ url: database.url, poolSize: 12, name: 'command-test' });
    runner = createCommandRunner({
      pool,
      registry: counterRegistry,
      now: () => new Date(),
      newId: randomUUID,
      onCommitted: (committed) => rung.push(committed),
    });
  });

  afterAll(async () => {
    await pool.end();
    await database.stop();
  });

  function request(
    id: string,
    command: CounterCommand,
    more: Partial<CommandRequest> & { key?: string; body?: string; expectedVersion?: number } = {},
  ): CommandRequest {
    return {
      items: [
        {
          actor: { kind: 'counter', id },
          command,
          by: { kind: 'user', id: 'u1' },
          trace: null,
          ...(more.expectedVersion === undefined ? {} : { expectedVersion: more.expectedVersion }),
        },
      ],
      ...(command.type === 'create' ? { creates: true } : {}),
      ...(more.key
        ? { idempotency: { scope: 'u1 POST /x', key: more.key, bodyHash: more.body ?? 'h' } }
        : {}),
      answer: ([state]) => ({ status: 201, headers: { ETag: `"${state?.version}"` }, body: state }),
    };
  }

  const eventsOf = async (id: string): Promise<{ id: string; seq: number; type: string }[]> =>
    (await pool.query('select id, seq, type from events where actor_id = $1 order by seq', [id])).rows;

  it('commits state, event and answer together and says what to ring (L1)', async () => {
    const id = randomUUID();
    const outcome = await runner.run(request(id, { type: 'create', label: 'a' }));
    expect(outcome).toMatchObject({
      outcome: 'committed',
      answer: { status: 201, body: { id, seq: 1, version: 1 } },
    });
    expect((await eventsOf(id)).map((event) => event.type)).toEqual(['counter.created']);
    const last = rung.at(-1)?.events[0];
    expect(last).toMatchObject({ actorKind: 'counter', actorId: id, seq: 1, type: 'counter.created' });
    expect(last?.id).toBe((await eventsOf(id))[0]?.id);
  });

  it('leaves nothing of a refused command (4xx)', async () => {
    const id = randomUUID();
    await runner.run(request(id, { type: 'create', label: 'a' }));
    const key = randomUUID();
    const refused = runner.run(request(id, { type: 'add', amount: -1 }, { key }));
    await expect(refused).rejects.toThrow(CommandRejected);
    expect(await eventsOf(id)).toHaveLength(1);
    expect((await pool.query('select 1 from idempotency where key = $1', [key])).rowCount).toBe(0);
  });

  it.each(['create', 'add'] as const)(
    'answers a repeated key of a %s with the first answer and no second effect (L5)',
    async (kind) => {
      const id = randomUUID();
      if (kind === 'add') await runner.run(request(id, { type: 'create', label: 'a' }));
      const command: CounterCommand =
        kind === 'create' ? { type: 'create', label: 'a' } : { type: 'add', amount: 2 };
      const key = randomUUID();
      const first = await runner.run(request(id, command, { key }));
      // A client that repeats a create has made another id; the key decides.
      const second = await runner.run(request(kind === 'create' ? randomUUID() : id, command, { key }));
      expect(second).toMatchObject({ outcome: 'replayed' });
      if (second.outcome !== 'replayed' || first.outcome !== 'committed')
        throw new Error('unexpected outcome');
      expect(second.answer.body).toEqual(first.answer.body);
      expect(second.answer.headers['Idempotency-Replayed']).toBe('true');
      expect(await eventsOf(id)).toHaveLength(kind === 'create' ? 1 : 2);
      expect(await runner.run(request(id, command, { key, body: 'other' }))).toEqual({ outcome: 'mismatch' });
    },
  );

  it('has one effect when the same key comes many times at once (L5)', async () => {
    const key = randomUUID();
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () =>
        runner.run(request(randomUUID(), { type: 'create', label: key }, { key })),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.outcome === 'committed')).toHaveLength(1);
    const stored = await pool.query('select 1 from test_counters where label = $1', [key]);
    expect(stored.rowCount).toBe(1);
  });

  it('says in flight while the first request of a key is still running (L5)', async () => {
    const id = randomUUID();
    const other = randomUUID();
    await runner.run(request(id, { type: 'create', label: 'a' }));
    await runner.run(request(other, { type: 'create', label: 'b' }));
    const key = randomUUID();
    let first: Promise<unknown> = Promise.resolve();
    await transaction(pool, async (client) => {
      await client.query('select 1 from test_counters where id = $1 for update', [id]);
      first = runner.run(request(id, { type: 'add', amount: 1 }, { key }));
      await waitFor(async () => {
        const waiting = await pool.query(
          "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        );
        return (waiting.rowCount ?? 0) > 0;
      });
      expect(await runner.run(request(other, { type: 'add', amount: 1 }, { key }))).toEqual({
        outcome: 'in_flight',
      });
    });
    expect(await first).toMatchObject({ outcome: 'committed' });
  });

  it('lets one of two edits of the same version win and names the current version to the other', async () => {
    const id = randomUUID();
    await runner.run(request(id, { type: 'create', label: 'a' }));
    const edits = await Promise.allSettled(
      [1, 2].map((amount) => runner.run(request(id, { type: 'add', amount }, { expectedVersion: 1 }))),
    );
    const lost = edits.find((edit) => edit.status === 'rejected');
    expect(edits.filter((edit) => edit.status === 'fulfilled')).toHaveLength(1);
    expect(lost?.reason).toMatchObject({ rejection: { code: 'stale_version' }, currentVersion: 2 });
  });

  it('raises seq but not the version for what no person edits', async () => {
    const id = randomUUID();
    await runner.run(request(id, { type: 'create', label: 'a' }));
    const outcome = await runner.run(request(id, { type: 'touch' }));
    expect(outcome).toMatchObject({ answer: { body: { seq: 2, version: 1 } } });
  });

  it("gives an actor's later event the larger id under concurrency (L1)", async () => {
    const id = randomUUID();
    await runner.run(request(id, { type: 'create', label: 'a' }));
    await Promise.all(Array.from({ length: 40 }, () => runner.run(request(id, { type: 'add', amount: 1 }))));
    const events = await eventsOf(id);
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
    const ids = events.map((event) => Number(event.id));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    const state = await pool.query('select total, seq from test_counters where id = $1', [id]);
    expect(state.rows[0]).toMatchObject({ total: '40', seq: 41 });
  });

  it('decides commands that a decision sends to other actors in the same commit, and none when one is refused', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    await runner.run(request(a, { type: 'create', label: 'a' }));
    await runner.run(request(b, { type: 'create', label: 'b' }));
    const send = (amount: number): CounterCommand => ({
      type: 'add',
      amount: 1,
      effects: [
        {
          effect: 'command',
          actor: { kind: 'counter', id: b },
          command: { type: 'add', amount } as CounterCommand,
        },
      ],
    });
    await runner.run(request(a, send(5)));
    expect(await eventsOf(b)).toHaveLength(2);
    await expect(runner.run(request(a, send(-5)))).rejects.toThrow(CommandRejected);
    expect(await eventsOf(a)).toHaveLength(2);
    expect(await eventsOf(b)).toHaveLength(2);
  });

  it('refuses a command whole, and it alone, when one that it asks for together is refused', async () => {
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
    for (const id of [a, b, c]) await runner.run(request(id, { type: 'create', label: id }));
    const send = (amount: number): CounterCommand => ({
      type: 'add',
      amount: 1,
      effects: [
        { effect: 'command', actor: { kind: 'counter', id: b }, command: { type: 'touch' }, together: true },
        {
          effect: 'command',
          actor: { kind: 'counter', id: c },
          command: { type: 'add', amount } as CounterCommand,
          together: true,
        },
        { effect: 'insert', table: 'test_effects', row: { actor_id: a, seq: amount } },
      ],
    });
    const one = request(a, send(3)).items[0];
    const tolerated = (amount: number) => ({ ...one, command: send(amount), tolerateRejection: true });
    await runner.run({
      items: [one, tolerated(-1), tolerated(4)],
      answer: () => ({ status: 200, headers: {}, body: null }),
    });
    expect((await eventsOf(a)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(await eventsOf(b)).toHaveLength(3);
    const rows = await pool.query('select seq from test_effects where actor_id = $1 order by 1', [a]);
    expect(rows.rows).toEqual([{ seq: 3 }, { seq: 4 }]);
    const sum = await pool.query('select total from test_counters where id = $1', [c]);
    expect(sum.rows[0]).toEqual({ total: '7' });
    const refused = runner.run(request(a, send(-1)));
    await expect(refused).rejects.toMatchObject({ rejection: { code: 'wrong_state' }, actor: { id: c } });
    expect(await eventsOf(a)).toHaveLength(3);
  });

  it('writes row effects set-based, adding up counters that meet in one batch', async () => {
    const id = randomUUID();
    await runner.run(request(id, { type: 'create', label: 'a' }));
    const sum = (total: number): Effect => ({
      effect: 'upsert',
      table: 'test_sums',
      conflict: ['name'],
      add: ['total'],
      row: { name: id, total, note: null },
    });
    await runner.run(request(id, { type: 'add', amount: 1, effects: [sum(2), sum(3)] }));
    await runner.run(request(id, { type: 'add', amount: 1, effects: [sum(5)] }));
    expect((await pool.query('select total from test_sums where name = $1', [id])).rows[0]).toEqual({
      total: '10',
    });
  });
});

type Effect = NonNullable<Extract<CounterCommand, { type: 'add' }>['effects']>[number];
