/**
 * Writes down which files a page is made of, for the server that answers it: the browser fetches them beside the entry
 * instead of finding out about each when the one before was evaluated.
 *
 * The font stands in the page itself, since every page shows it: text that is drawn in another one first is drawn twice.
 */
import { fileURLToPath } from 'node:url';
import { type HtmlTagDescriptor, type Plugin, type Rolldown, runnerImport } from 'vite';
import { FIRST_PARTS_FILE, type FirstParts } from '../../src/contracts/first-parts.ts';
import type { Permission, Role } from '../../src/contracts/permissions.ts';

/** The part of `src/app/pages.ts` that is read: its other types are for a browser. */
interface Registry {
  readonly pages: readonly {
    readonly path: string;
    readonly folder?: string;
    readonly access: readonly Permission[];
  }[];
  readonly openPages: readonly { readonly path: string }[];
  readonly starts: Readonly<Record<Role, { readonly folder: string } | { readonly path: string }>>;
  shellOf(role: Role): string;
}

type Chunk = Rolldown.OutputChunk;

const BOOT = 'src/app/boot.tsx';
const LATIN = /inter-latin-wght-normal-[^/]*\.woff2$/;

export function firstParts(root: string, build: string): Plugin {
  return {
    name: 'trunkline:first-parts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const font = Object.keys(bundle).find((name) => LATIN.test(name));
        if (!font) throw new Error('The build has no Latin letters of Inter');
        const { entry, boot } = createFiles(root, bundle);
        const named = new Set(entry);
        return [
          ...boot
            .filter((file) => !named.has(file))
            .map((file) => linkTo(file, { rel: file.endsWith('.css') ? 'stylesheet' : 'modulepreload' })),
          linkTo(font, { rel: 'preload', as: 'font', type: 'font/woff2' }),
        ];
      },
    },
    async generateBundle(_options, bundle) {
      const { module } = await runnerImport<Registry>(
        fileURLToPath(new URL('../src/app/pages.ts', import.meta.url)),
      );
      const parts = readParts(root, build, module, bundle);
      this.emitFile({ type: 'asset', fileName: FIRST_PARTS_FILE, source: JSON.stringify(parts) });
    },
  };
}

/** As Vite names classes of CSS modules. */
const CLASS = /\._[A-Za-z0-9-]+_([A-Za-z0-9_-]{5})_\d+/g;

function stylesOf(bundle: Rolldown.OutputBundle): FirstParts['styles'] {
  const styles: Record<string, string> = {};
  for (const file of Object.values(bundle)) {
    if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue;
    for (const [, mark = ''] of String(file.source).matchAll(CLASS)) styles[mark] = file.fileName;
  }
  return styles;
}

function readParts(
  root: string,
  build: string,
  { pages, openPages, starts, shellOf }: Registry,
  bundle: Rolldown.OutputBundle,
): FirstParts {
  const { entry, boot, of } = createFiles(root, bundle);
  const inPage = new Set([...entry, ...boot]);

  /** Of the modules, as far as the page itself does not name them. */
  function partsOf(...modules: readonly string[]): string[] {
    return [...new Set(modules.flatMap(of))].filter((file) => !inPage.has(file));
  }

  const pageParts = (folder: string) => partsOf(`src/pages/${folder}/page.tsx`);
  const words = (locale: string) => ({
    everybody: partsOf(`locales/${locale}.json`),
    staff: partsOf(`locales/${locale}.json?staff`),
  });
  const roles = Object.keys(starts) as Role[];
  const byRole = <T>(of: (role: Role) => T) =>
    Object.fromEntries(roles.map((role) => [role, of(role)])) as Record<Role, T>;
  return {
    build,
    words: { id: words('id'), en: words('en') },
    shells: byRole((role) => ({
      files: role === 'customer' ? [] : partsOf(`src/shells/${shellOf(role)}-shell.tsx`),
      touch: shellOf(role) !== 'desk',
    })),
    starts: byRole((role) => {
      const start = starts[role];
      if ('path' in start) return start;
      // A customer's is in the entry.
      return { access: [], files: start.folder === 'customer-start' ? [] : pageParts(start.folder) };
    }),
    styles: stylesOf(bundle),
    open: openPages.map(({ path }) => path),
    pages: pages.flatMap(({ path, folder, access }) =>
      folder === undefined ? [] : [{ path, access, files: pageParts(folder) }],
    ),
  };
}

/** Which files a module needs: of those that every page has, and of any that is loaded for itself. */
function createFiles(root: string, bundle: Rolldown.OutputBundle) {
  const chunks = Object.values(bundle).filter((file): file is Chunk => file.type === 'chunk');

  function of(module: string): string[] {
    const id = `${root}${module}`;
    const chunk =
      chunks.find(({ facadeModuleId }) => facadeModuleId === id) ??
      // Put together with what it needs.
      chunks.find(({ moduleIds }) => moduleIds.includes(id));
    if (!chunk) throw new Error(`The build has no ${module}`);
    return filesOf(chunk);
  }

  /** What a chunk cannot be evaluated without, and its styles. */
  function filesOf(chunk: Chunk): string[] {
    const seen = new Set([chunk]);
    for (const one of seen)
      for (const name of one.imports)
        for (const other of chunks) if (other.fileName === name) seen.add(other);
    return [...seen].flatMap(({ fileName, viteMetadata }) => [
      fileName,
      ...(viteMetadata?.importedCss ?? []),
    ]);
  }

  return { entry: of('index.html'), boot: of(BOOT), of };
}

function linkTo(file: string, attrs: Readonly<Record<string, string>>): HtmlTagDescriptor {
  return { tag: 'link', attrs: { ...attrs, crossorigin: true, href: `/${file}` }, injectTo: 'head' };
}
