import { describe, expect, it } from 'vitest';
import { sortOld } from '../../../web/build/keep-recent.ts';

const HOUR_MS = 3_600_000;

describe('parts of builds before', () => {
  it('stay for a day after the build that they are no more of, and then go', () => {
    const deployed = sortOld(['page-old.js', 'page-old.js.br'], {}, 0);
    expect(deployed).toEqual({ kept: { 'page-old.js': 0, 'page-old.js.br': 0 }, gone: [] });
    const next = sortOld(['page-old.js', 'page-new.js'], deployed.kept, 23 * HOUR_MS);
    expect(next).toEqual({ kept: { 'page-old.js': 0, 'page-new.js': 23 * HOUR_MS }, gone: [] });
    const last = sortOld(['page-old.js', 'page-new.js'], next.kept, 25 * HOUR_MS);
    expect(last).toEqual({ kept: { 'page-new.js': 23 * HOUR_MS }, gone: ['page-old.js'] });
  });

  it('that are of the build again begin anew when they leave it again', () => {
    const { kept } = sortOld([], { 'page-a.js': 0 }, HOUR_MS);
    expect(sortOld(['page-a.js'], kept, 30 * HOUR_MS).gone).toEqual([]);
  });
});
