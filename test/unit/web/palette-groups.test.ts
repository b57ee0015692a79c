import { describe, expect, it } from 'vitest';
import { arrangeGroups, type Group, holdsWords } from '../../../web/src/palette/groups.ts';

const group = (value: string, ...labels: string[]): Group => ({
  value,
  items: labels.map((label) => ({
    key: label,
    label,
    icon: undefined as unknown as Group['items'][number]['icon'],
    run: () => undefined,
  })),
});
const found = [group('Tickets', 'T-000123  Tidak ada sinyal'), group('Customers', 'Budi Santoso')];
const fixed = [group('Pages', 'Tickets', 'Customers'), group('Commands', 'Dark theme', 'Sign out')];
const told = (words: string) =>
  arrangeGroups(words, found, fixed).map(({ value, items }) => [value, ...items.map(({ label }) => label)]);

describe('what the palette offers', () => {
  it('pages and commands as long as too little was typed to look for anything', () => {
    expect(told('')).toEqual([
      ['Pages', 'Tickets', 'Customers'],
      ['Commands', 'Dark theme', 'Sign out'],
    ]);
    expect(told('k')).toEqual([
      ['Pages', 'Tickets'],
      ['Commands', 'Dark theme'],
    ]);
  });

  it('what was found comes first', () => {
    expect(told('bu').map(([title]) => title)).toEqual(['Tickets', 'Customers']);
    expect(told('ticket').at(-1)).not.toEqual(['Tickets', 'T-000123  Tidak ada sinyal']);
    expect(told('theme').map(([title]) => title)).toEqual(['Tickets', 'Customers', 'Commands']);
  });

  it('a page or a command that begins with the words comes before it', () => {
    expect(told('TI')[0]).toEqual(['Pages', 'Tickets']);
    expect(told('dark').map(([title]) => title)).toEqual(['Commands', 'Tickets', 'Customers']);
  });
});

describe('the words that were typed', () => {
  it('each stand somewhere in what is searched, in any order and case', () => {
    expect(holdsWords('santoso bu', 'Budi Santoso', 'E-7')).toBe(true);
    expect(holdsWords('e-7 budi', 'Budi Santoso', 'E-7')).toBe(true);
    expect(holdsWords('budi x', 'Budi Santoso', null)).toBe(false);
  });
});
