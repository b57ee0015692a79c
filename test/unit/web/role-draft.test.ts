import { describe, expect, it } from 'vitest';
import { changesOf, type Draft, keyOf, toggled, wanted } from '../../../web/src/pages/roles/draft.ts';

const cell = ['manager', 'customers.edit'] as const;
const none: Draft = new Map();
const roles = (permissions: readonly string[]) =>
  [{ role: 'manager', permissions }] as unknown as Parameters<typeof changesOf>[1];

describe('what was ticked and is not saved yet', () => {
  it('shows what it will be, also when somebody else has done it meanwhile', () => {
    const draft = toggled(none, ...cell, false);
    expect(wanted(draft, ...cell, false)).toBe(true);
    expect(wanted(draft, ...cell, true)).toBe(true);
    expect(changesOf(draft, roles([]))).toEqual([
      { role: 'manager', grant: ['customers.edit'], withdraw: [] },
    ]);
    expect(changesOf(draft, roles(['customers.edit']))).toEqual([]);
  });

  it('is taken back by the same tick, and is the opposite of what it shows after a tick', () => {
    const draft = toggled(none, ...cell, false);
    expect(toggled(draft, ...cell, false).has(keyOf(...cell))).toBe(false);
    const again = toggled(draft, ...cell, true);
    expect(wanted(again, ...cell, true)).toBe(false);
    expect(changesOf(again, roles(['customers.edit']))).toEqual([
      { role: 'manager', grant: [], withdraw: ['customers.edit'] },
    ]);
  });
});
