import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../web/build/catalogues.ts';
import { reasonOf } from '../../../web/src/i18n/refusals.ts';

const root = join(import.meta.dirname, '../../..');

/** Every sentence that the server can say, with a one where something is filled in. */
function sentences(): string[] {
  const sources = ['src/actors', 'src/api', 'src/engine'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  return [...sources.join('\n').matchAll(/'([^'\n]+)'|`([^`\n]+)`/g)].map(([, plain, filled]) =>
    (plain ?? filled ?? '').replace(/\$\{[^}]*\}/g, '1'),
  );
}

describe('the reason of a refusal', () => {
  it('is known by the very sentence of the server, for each that has words', () => {
    const known = new Set(sentences().map((sentence) => reasonOf(sentence)?.[0]));
    const ids = Object.keys(readCatalogue(join(root, 'web'), 'id')).filter((id) => id.startsWith('refusal.'));
    expect(ids.filter((id) => !known.has(id as never))).toEqual([]);
  });

  it('keeps what the server filled in', () => {
    expect(reasonOf('Still open: T-000001, T-000002 and more.')).toEqual([
      'refusal.stillOpen',
      { what: 'T-000001, T-000002 and more' },
    ]);
  });

  it('is left to the remedy of the code where it is not known', () => {
    expect(reasonOf('A team has exactly one lead.')).toBeUndefined();
    expect(reasonOf(undefined)).toBeUndefined();
  });
});
