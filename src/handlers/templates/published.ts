/**
 * Words as they are used now: the published version, else the built-in words. These are also the fallback when a
 * release no longer gives what published words ask for.
 */
import type { WordsKind } from '../../contracts/templates.ts';
import type { Queryable } from '../../engine/database.ts';
import { builtIn, wordsName } from './registry.ts';
import { fill, type InTwo, type Locale, type Words } from './template.ts';

interface Published {
  readonly version: number;
  readonly words: InTwo;
}

export type PublishedWords = ReadonlyMap<string, Published>;

/** Those of the named templates that are not the built-in ones. Index: message_templates_pkey. */
export async function readPublished(
  db: Queryable,
  kind: WordsKind,
  templates: readonly string[],
): Promise<PublishedWords> {
  const names = [...new Set(templates)].map((template) => wordsName(kind, template));
  const { rows } = await db.query<Published & { name: string }>({
    name: 'published_words',
    text: `select id as name, published as version, versions -> (published - 1) -> 'words' as words
      from message_templates where id = any($1) and published > 0`,
    values: [names],
  });
  return new Map(rows.map(({ name, ...published }) => [name, published]));
}

export interface VersionedWords extends Words {
  /** 0 are the built-in words. */
  readonly version: number;
}

/** @throws when there is no such template, or a variable of its built-in words has no value */
export function wordsAsPublished(
  published: PublishedWords,
  kind: WordsKind,
  template: string,
  values: Readonly<Record<string, unknown>>,
  locale: Locale,
  zone: string,
): VersionedWords {
  const name = wordsName(kind, template);
  const own = published.get(name);
  if (own) {
    try {
      return { ...fill(own.words, locale, values, zone), version: own.version };
    } catch {
      // Told in the ledger: version 0 was used although another one is published.
    }
  }
  const known = builtIn(name);
  if (!known) throw new Error(`There is no ${kind} ${JSON.stringify(template)}`);
  return { ...fill(known.words, locale, values, zone), version: 0 };
}
