// What holds while processes are replaced, more and fewer, seen through the public doors.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itHolds } from '../support/aftermath.ts';
import { type Storm, startStorm } from '../support/storm.ts';
import { type Ears, startWorld, type World } from '../support/world.ts';

describe('a deploy in a storm of clicks: every role restarted, the API scaled', () => {
  let world: World;
  let storm: Storm;
  let ears: Ears[];
  let before: number[];
  let after: number[];
  const pids = async () => {
    const rows = await world.platform.list();
    return rows.flatMap(({ role, pid }) =>
      ['api', 'worker', 'realtime'].includes(role) && pid ? [pid] : [],
    );
  };

  beforeAll(async () => {
    world = await startWorld();
    ears = await Promise.all((['admin', 'technician', 'customer'] as const).map((who) => world.ears(who)));
    before = await pids();
    storm = await startStorm(world, 80);
    await storm.more(30);
    for (const words of [
      ['restart', 'api'],
      ['restart', 'worker'],
      ['restart', 'realtime'],
      ['scale', 'api', '3'],
      ['scale', 'api', '2'],
    ] as const) {
      const [verb, ...args] = words;
      await world.platform.ctl(verb, ...args);
      await storm.more(10);
    }
    await world.ready();
    after = await pids();
    await storm.finish();
    await world.settled();
  }, 150_000);
  afterAll(() => world.stop());

  it('replaces every process', () => {
    expect(after).toHaveLength(before.length);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  });

  it('fails no request', () => {
    expect(Object.fromEntries(storm.failures)).toEqual({});
  });

  it('tells every socket that it will be back, and each resumes', () => {
    for (const { who, ends, syncs, client } of ears) {
      expect(ends, who).toContain('restarting');
      expect(syncs.length, who).toBeGreaterThan(1);
      expect(client.isLive(), who).toBe(true);
    }
  });

  itHolds(() => ({ world, storms: [storm], ears }));
});
