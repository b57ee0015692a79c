import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anyHandler } from '../../src/engine/handler-types.ts';
import { createQueues } from '../../src/engine/queues.ts';
import { createRinger } from '../../src/engine/ring.ts';
import { type Cut, startCut } from '../support/chaos.ts';
import { GROUP, recorder, silent } from '../support/mailbox-handlers.ts';
import { createMailboxWorld, type MailboxWorld, upTo } from '../support/mailbox-world.ts';
import { watchRedis } from '../support/redis-monitor.ts';
import { type OwnServers, sharedServers, startOwnServers } from '../support/servers.ts';
import { waitFor } from '../support/wait.ts';

const committed = (actorId: string, count = 1) => ({
  events: upTo(count).map((seq) => ({
    id: String(seq),
    actorKind: 'counter',
    actorId,
    seq,
    type: 'counter.added',
    trace: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  })),
  deliveries: [{ id: `d-${actorId}`, channel: 'email', priority: 2, trace: null }],
});

describe('rings', () => {
  let world: MailboxWorld;
  beforeEach(async () => {
    world = await createMailboxWorld();
  });
  afterEach(() => world.stop());

  it('are one job for an actor and a group, one for realtime, and one for each delivery', async () => {
    world.ringer.ring(committed('a', 3));
    world.ringer.ring(committed('b', 2));
    await waitFor(() => world.ringer.stats().pending === 0 && world.ringer.stats().sent === 5);
    const jobs = await world.queues.queue(GROUP).getWaiting();
    expect(jobs.map((job) => job.data.id).sort()).toEqual(['a', 'b']);
    expect(Object.keys(jobs[0]?.data ?? {}).sort()).toEqual(['id', 'kind', 'trace']);
    expect(await world.queues.queue('realtime').getWaitingCount()).toBe(1);
    expect(await world.queues.queue('deliveries-email').getPrioritizedCount()).toBe(2);
  });

  it('reach realtime first, since Redis wakes in their order and somebody looks at a screen', async () => {
    world.ringer.ring(committed('a'));
    await waitFor(() => world.ringer.stats().sent === 3);
    const seen: string[] = [];
    const monitor = await watchRedis(sharedServers().redisUrl, (line) => {
      const queue = ['realtime', GROUP].find((one) => line.includes(`"${world.queues.prefix}:${one}:meta"`));
      if (/\] "eval(sha)?"/i.test(line) && queue) seen.push(queue);
    });
    world.ringer.ring(committed('b'));
    await waitFor(() => seen.length === 2);
    monitor.stop();
    expect(seen).toEqual(['realtime', GROUP]);
  });

  it('during the work on an actor start it once more', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let runs = 0;
    await world.start({
      handlers: [
        anyHandler<void>({
          ...recorder,
          load: async () => {
            runs++;
            await gate;
          },
          handle: (event, _loaded, context) => recorder.handle(event, undefined, context),
        }),
      ],
    });
    const id = await world.counter();
    await waitFor(() => runs === 1);
    await world.add(id, [2]);
    await waitFor(() => world.ringer.stats().pending === 0);
    open();
    await waitFor(async () => (await world.effects(id)).length === 2);
    expect(await world.effects(id)).toEqual([1, 2]);
  });

  it('are dropped and counted when too many wait', () => {
    const ringer = createRinger({
      queues: world.queues,
      groupsOf: () => [GROUP],
      logger: silent,
      maxPending: 3,
    });
    for (const id of ['a', 'b', 'c', 'd']) ringer.ring(committed(id));
    expect(ringer.stats().pending).toBe(3);
    expect(ringer.stats().dropped).toBeGreaterThan(0);
    return ringer.stop();
  });
});

describe('rings without Redis', () => {
  let cut: Cut;
  beforeAll(async () => {
    cut = await startCut(Number(new URL(sharedServers().redisUrl).port));
  });
  afterAll(() => cut.stop());

  it('are dropped, hold nobody up, and reach Redis again by themselves', async () => {
    const url = new URL(sharedServers().redisUrl);
    url.port = String(cut.port);
    cut.refuse();
    // A process that starts while Redis is away.
    const queues = createQueues(url.href, `test_${process.pid}_away`);
    const ringer = createRinger({ queues, groupsOf: () => [GROUP], logger: silent });
    ringer.ring(committed('a'));
    await waitFor(() => ringer.stats().failed === 3);
    cut.heal();
    await waitFor(() => {
      ringer.ring(committed('a'));
      return ringer.stats().sent > 0;
    });
    cut.freeze();
    const before = ringer.stats().failed;
    ringer.ring(committed('b'));
    await waitFor(() => ringer.stats().failed > before);
    cut.heal();
    await ringer.stop();
    await queues.stop();
  });
});

describe('a Redis that is flushed in the middle of a storm', () => {
  let servers: OwnServers;
  let world: MailboxWorld;
  beforeAll(async () => {
    servers = await startOwnServers();
    world = await createMailboxWorld({ redisUrl: servers.redis.url });
  });
  afterAll(async () => {
    await world?.stop();
    await servers?.stop();
  });

  it('loses no effect and doubles none', async () => {
    await world.start();
    world.startSweeping();
    const ids: string[] = [];
    for (let round = 0; round < 5; round++) {
      const made = Promise.all(upTo(10).map(() => world.counter(upTo(9))));
      await world.queues.redis.flushall();
      ids.push(...(await made));
    }
    for (const id of ids) {
      await waitFor(async () => (await world.effects(id)).length >= 10);
      expect(await world.effects(id)).toEqual(upTo(10));
    }
  });
});
