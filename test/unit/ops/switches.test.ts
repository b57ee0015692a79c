import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allWell, changeSwitches, describeSwitches, refuses } from '../../../src/ops/provider/switches.ts';

describe('a pattern of refused recipients', () => {
  it.each([
    ['', 'anyone@example.org', false],
    ['*@example.org', 'Anyone@Example.org', true],
    ['*@example.org', 'anyone@example.org.id', false],
    ['62812*', '6281234', true],
    ['62*99', '6299', true],
    ['62*299', '6299', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'acb', false],
    ['exact', 'exact', true],
    ['exact', 'inexact', false],
    ['*', 'all', true],
  ])('%j and %j: %j', (pattern, recipient, expected) => {
    expect(refuses(pattern, recipient)).toBe(expected);
  });

  it('agrees with the regular expression it stands for', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const names = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(letters, names, (pattern, name) => {
        fc.pre(pattern !== '');
        expect(refuses(pattern, name)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name));
      }),
    );
  });
});

describe('a change of switches', () => {
  it('changes what it names and leaves the rest', () => {
    const changed = changeSwitches(allWell, { email: { down: true } });
    expect(changed).toEqual({ ...allWell, email: { ...allWell.email, down: true } });
    expect(describeSwitches(changed.email)).toEqual(['down']);
    expect(describeSwitches(changed.whatsapp)).toEqual([]);
  });
});
