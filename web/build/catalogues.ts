/**
 * The two catalogues of messages are complete, or there is no build: the same ids with the same arguments in both,
 * each a message that can be read. (That every id used exists is the compiler's; that every id is used is a test's.)
 *
 * What only staff read is a part of its own, `?staff`: a customer's start does not load it.
 * Messages are parsed here, so the browser carries no parser.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

/** Beginnings of ids that stand on pages of staff alone. */
const STAFF =
  /^(?:analytics|audit|console|deadLetters|dispatch|operations|overview|refusal|resource|roles|schedules|templates|webhooks|zoneGroups)\./;

export type Catalogue = Readonly<Record<string, string>>;

export function catalogues(root: string): Plugin {
  return {
    name: 'trunkline:catalogues',
    enforce: 'pre',
    config: () => ({
      // As a text: V8 reads data from one faster than from source (https://v8.dev/blog/cost-of-javascript-2019#json).
      json: { stringify: true },
      resolve: {
        alias: [
          {
            find: /^@formatjs\/icu-messageformat-parser$/,
            replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
          },
        ],
      },
    }),
    buildStart() {
      const [id, en] = ['id', 'en'].map((locale) => readCatalogue(root, locale)) as [Catalogue, Catalogue];
      const faults = compareCatalogues(id, en);
      if (faults.length > 0) this.error(`The translations are not complete:\n  ${faults.join('\n  ')}`);
    },
    load(path) {
      const [, locale, part] = /\/locales\/(id|en)\.json(\?staff)?$/.exec(path) ?? [];
      if (locale === undefined) return undefined;
      this.addWatchFile(path.replace(/\?.*/, ''));
      const parsed = Object.entries(readCatalogue(root, locale))
        .filter(([id]) => STAFF.test(id) === (part !== undefined))
        .map(([id, message]) => [id, parse(message)]);
      const json = JSON.stringify(Object.fromEntries(parsed));
      // An address with a question is no JSON to the bundler.
      return part === undefined
        ? json
        : { code: `export default JSON.parse(${JSON.stringify(json)});`, moduleType: 'js' };
    },
  };
}

export function readCatalogue(root: string, locale: string): Catalogue {
  return JSON.parse(readFileSync(join(root, 'locales', `${locale}.json`), 'utf8')) as Catalogue;
}

/** What is wrong, one sentence each. */
export function compareCatalogues(id: Catalogue, en: Catalogue): string[] {
  const ids = new Set([...Object.keys(id), ...Object.keys(en)]);
  return [...ids].flatMap((key) => {
    const [indonesian, english] = [id[key], en[key]];
    if (indonesian === undefined) return [`${key} is missing in id.json`];
    if (english === undefined) return [`${key} is missing in en.json`];
    if (indonesian.trim() === '' || english.trim() === '') return [`${key} is empty`];
    try {
      const [ours, theirs] = [argumentsOf(indonesian), argumentsOf(english)];
      return ours === theirs ? [] : [`${key} takes {${ours}} in id.json and {${theirs}} in en.json`];
    } catch (error) {
      return [`${key} cannot be read: ${String(error)}`];
    }
  });
}

function argumentsOf(message: string): string {
  const names = new Set<string>();
  const collect = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      names.add(element.value);
      if (element.type === TYPE.plural || element.type === TYPE.select)
        for (const option of Object.values(element.options)) collect(option.value);
      if (element.type === TYPE.tag) collect(element.children);
    }
  };
  collect(parse(message));
  return [...names].sort().join(', ');
}
