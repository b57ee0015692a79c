import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupEffects } from '../../../src/engine/effect-groups.ts';
import type { RowEffect } from '../../../src/engine/effects.ts';

type Table = Map<string, Record<string, unknown>>;
const FAILED = 'failed';

/** What a database would do with one effect on a table whose primary key is `id`. */
function apply(table: Table, effect: RowEffect): typeof FAILED | undefined {
  const id = String(effect.row.id);
  const stored = table.get(id);
  switch (effect.effect) {
    case 'insert':
      if (stored) return FAILED;
      table.set(id, { ...effect.row });
      return undefined;
    case 'update':
      if (stored) table.set(id, { ...stored, ...effect.row });
      return undefined;
    case 'upsert':
      table.set(id, { ...stored, ...effect.row });
      return undefined;
    case 'delete':
      table.delete(id);
      return undefined;
  }
}

function run(effects: readonly RowEffect[]): Table | typeof FAILED {
  const table: Table = new Map();
  for (const effect of effects) if (apply(table, effect) === FAILED) return FAILED;
  return table;
}

const id = fc.constantFrom('a', 'b', 'c', 'd');
const value = fc.integer({ min: 0, max: 9 });
const effect: fc.Arbitrary<RowEffect> = fc.oneof(
  fc.record({ id, v: value }).map((row) => ({ effect: 'insert' as const, table: 't', row })),
  fc.record({ id, v: value }).map((row) => ({ effect: 'update' as const, table: 't', key: ['id'], row })),
  fc.record({ id, w: value }).map((row) => ({ effect: 'update' as const, table: 't', key: ['id'], row })),
  fc
    .record({ id, v: value })
    .map((row) => ({ effect: 'upsert' as const, table: 't', conflict: ['id'], row })),
  fc.record({ id }).map((row) => ({ effect: 'delete' as const, table: 't', row })),
);

describe('effects that are written together', () => {
  it('leave what one by one would have left, or fail', () => {
    fc.assert(
      fc.property(fc.array(effect, { maxLength: 20 }), (effects) => {
        const grouped = run(groupEffects(effects).flat());
        // A transaction that fails is repeated one by one, so failing is never wrong.
        if (grouped === FAILED) return;
        expect(grouped).toEqual(run(effects));
      }),
      { numRuns: 2_000 },
    );
  });

  it('lose none and double none', () => {
    fc.assert(
      fc.property(fc.array(effect, { maxLength: 30 }), (effects) => {
        const grouped = groupEffects(effects).flat();
        expect(new Set(grouped)).toEqual(new Set(effects));
        expect(grouped).toHaveLength(effects.length);
      }),
    );
  });

  it('of many actors are as few as their shapes, when they touch different rows', () => {
    const effects: RowEffect[] = ['a', 'b', 'c'].flatMap((one) => [
      { effect: 'insert', table: 't', row: { id: one, v: 1 } },
      { effect: 'update', table: 't', key: ['id'], row: { id: one, w: 2 } },
      { effect: 'insert', table: 'u', row: { id: one } },
    ]);
    expect(groupEffects(effects)).toHaveLength(3);
  });

  it('keep the order of replacing a row', () => {
    const replace = (one: string): RowEffect[] => [
      { effect: 'delete', table: 't', row: { id: one } },
      { effect: 'insert', table: 't', row: { id: one, v: 1 } },
    ];
    const effects: RowEffect[] = [{ effect: 'insert', table: 't', row: { id: 'x', v: 1 } }, ...replace('a')];
    expect(run(groupEffects(effects).flat())).toEqual(run(effects));
  });
});
