/**
 * The two catalogues of messages are complete, or there is no build: the same ids with the same arguments in both.
 * (That every id used exists is the compiler's; that every id is used is a unit test's.)
 *
 * The default language's catalogue is preloaded beside the entry.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

export type Catalogue = Readonly<Record<string, string>>;

export function catalogues(root: string): Plugin {
  return {
    name: 'trunkline:catalogues',
    buildStart() {
      const [id, en] = ['id', 'en'].map((locale) => readCatalogue(root, locale)) as [Catalogue, Catalogue];
      const faults = compareCatalogues(id, en);
      if (faults.length > 0) this.error(`The translations are not complete:\n  ${faults.join('\n  ')}`);
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const chunk = Object.values(bundle ?? {}).find(
          (output) => output.type === 'chunk' && output.facadeModuleId?.endsWith('locales/id.json'),
        );
        if (!chunk) return [];
        const attrs = { rel: 'modulepreload', crossorigin: true, href: `/${chunk.fileName}` };
        return [{ tag: 'link', attrs, injectTo: 'head' }];
      },
    },
  };
}

export function readCatalogue(root: string, locale: string): Catalogue {
  return JSON.parse(readFileSync(join(root, 'locales', `${locale}.json`), 'utf8')) as Catalogue;
}

/** What differs, one sentence each. */
export function compareCatalogues(id: Catalogue, en: Catalogue): string[] {
  const ids = new Set([...Object.keys(id), ...Object.keys(en)]);
  return [...ids].flatMap((key) => {
    const [indonesian, english] = [id[key], en[key]];
    if (indonesian === undefined) return [`${key} is missing in id.json`];
    if (english === undefined) return [`${key} is missing in en.json`];
    if (indonesian.trim() === '' || english.trim() === '') return [`${key} is empty`];
    const [ours, theirs] = [argumentsOf(indonesian), argumentsOf(english)];
    return ours === theirs ? [] : [`${key} takes {${ours}} in id.json and {${theirs}} in en.json`];
  });
}

/** Names of the arguments of a message, sorted; those inside plural branches too. */
function argumentsOf(message: string): string {
  const names = [...message.matchAll(/\{\s*([a-zA-Z]\w*)\s*[,}]/g)].map((match) => match[1]);
  return [...new Set(names)].sort().join(', ');
}
