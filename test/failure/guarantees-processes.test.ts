// What holds when any process of the platform is killed or paused, seen through the public doors.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itHolds } from '../support/aftermath.ts';
import { isAlive, killHard, pause } from '../support/chaos.ts';
import { type Storm, startStorm } from '../support/storm.ts';
import { waitFor } from '../support/wait.ts';
import { type Ears, startWorld, type World } from '../support/world.ts';

const listeners = ['admin', 'supervisor', 'technician', 'customer'] as const;

let world: World;
let ears: Ears[];
const storms: Storm[] = [];
const aftermath = () => ({ world, storms, ears });

beforeAll(async () => {
  world = await startWorld();
  ears = await Promise.all(listeners.map((who) => world.ears(who)));
}, 90_000);
afterAll(() => world.stop());

async function storm(disturb: (storm: Storm) => Promise<void>): Promise<void> {
  const running = await startStorm(world);
  storms.push(running);
  await running.more(30);
  await disturb(running);
  await running.finish();
  await world.settled();
}

const gone = (role: string, pid: number) =>
  waitFor(async () => !(await world.platform.pids(role)).includes(pid), { deadlineMs: 20_000 });

describe('API, workers and realtime, each killed with -9 in a storm of clicks', () => {
  beforeAll(
    () =>
      storm(async (running) => {
        for (const role of ['api', 'worker', 'realtime', 'worker', 'api']) {
          const [victim = 0] = await world.platform.pids(role);
          killHard(victim);
          await gone(role, victim);
          await world.ready();
          await running.more(30);
        }
      }),
    120_000,
  );

  itHolds(aftermath);
});

describe('a worker that is paused in a storm of clicks', () => {
  let paused: number;
  beforeAll(
    () =>
      storm(async (running) => {
        [paused = 0] = await world.platform.pids('worker');
        pause(paused);
        await running.more(60);
        await gone('worker', paused);
        await world.ready();
      }),
    120_000,
  );

  it('is replaced', () => {
    expect(isAlive(paused)).toBe(false);
  });

  itHolds(aftermath);
});
