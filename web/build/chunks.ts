/**
 * How the portal is cut into files.
 *
 * Left alone, the bundler makes a file of every module that two pages share: seventy for a list, each a request, a
 * compilation and an evaluation of its own. So what many parts share is put together by who needs it:
 *
 * - `entry`: what begins all else once the page is painted.
 * - `initial` (its file is called `boot`): what everybody needs before anything is shown. A customer's start needs nothing else.
 * - `start`: what a customer's start shows a moment later, and others as well.
 * - `shared`: small modules that pages of customers need as well.
 * - `desk`: small modules of pages of staff alone.
 * - `floating`: what menus, panels, windows and fields with a list are made of.
 * - `parts`: what these and tabs are made of.
 *
 * A module that few parts share stays as the bundler has it, and so does what needs a large library: a page that shows
 * none of it loads none of it. `test/unit/web/weight.test.ts` holds what comes of it.
 */
import type { Rolldown } from 'vite';

type Group = NonNullable<Rolldown.CodeSplittingOptions['groups']>[number];
type Context = Parameters<Exclude<Group['name'], string>>[1];
type ModuleInfo = NonNullable<ReturnType<Context['getModuleInfo']>>;

/** Pages that somebody who is not of the staff opens. */
const OPEN =
  /\/src\/pages\/(?:account|customer-start|inbox|my-line|new-ticket|notice-preferences|register|sign-in|ticket|track|trouble)\//;
/** What a customer's start shows a moment later. */
const START = /\/src\/tickets\/rating\.tsx$/;
/** What begins the portal, and how the bundler has it ask for that. */
const ENTRY =
  /\/web\/(?:index\.html|src\/(?:main|app\/failed-start|kit\/painted)\.ts)$|vite\/(?:preload-helper|modulepreload-polyfill)/;
const ICON = /\/lucide-react\/.*\/icons\//;
const SMALL = /\/web\/src\/|\/src\/contracts\/|\/lucide-react\/|\/@tanstack\//;
const LARGE = /\/node_modules\/(?:@base-ui|@floating-ui|react-hook-form|@hookform|uplot|@atlaskit)\//;
const KIT = /\/src\/kit\/[a-z-]+\.tsx$/;
const FLOATS = /\/(?:menu-panel|popover-panel|dialog-panel|alert-dialog-panel|select|combobox)\.tsx$/;
/** Kinds of things that float. */
const SEVERAL = 3;
/** Parts of the portal: with more of them apart a list has fewer bytes and more files. */
const MANY = 6;

export const codeSplitting: Rolldown.CodeSplittingOptions = {
  groups: [
    { name: 'entry', test: ENTRY, priority: 4 },
    { name: 'initial', tags: ['$initial'], priority: 3 },
    {
      debugName: 'floating',
      name: (id, context) => {
        const kit = nearest(id, context, ({ id: of }) => KIT.test(of));
        if (kit.filter((part) => FLOATS.test(part)).length < SEVERAL) return null;
        return kit.some((part) => part.endsWith('/tabs.tsx')) ? 'parts' : 'floating';
      },
      test: /\/node_modules\/@(?:base-ui|floating-ui)\//,
      includeDependenciesRecursively: false,
      priority: 2,
    },
    {
      debugName: 'shared',
      name: (id, context) => {
        if (needs(id, context, LARGE)) return null;
        // Everybody has them from one file that names them all, so nobody can be told from another.
        if (ICON.test(id)) return id.endsWith('/star.mjs') ? 'start' : 'shared';
        const users = everyUser(id, context).filter(isLoadedForItself(context));
        if (users.some((part) => START.test(part))) return 'start';
        if (users.length < MANY) return null;
        return users.some((part) => OPEN.test(part)) ? 'shared' : 'desk';
      },
      test: SMALL,
      minShareCount: 2,
      includeDependenciesRecursively: false,
      priority: 1,
    },
  ],
};

function isLoadedForItself(context: Context): (id: string) => boolean {
  return (id) => (context.getModuleInfo(id)?.dynamicImporters.length ?? 0) > 0;
}

/** All modules that cannot do without this one, itself among them. */
function everyUser(id: string, context: Context): readonly string[] {
  return walk(id, context, ({ importers }) => importers);
}

/** The first ones of a kind on every way up. */
function nearest(id: string, context: Context, isOne: (of: ModuleInfo) => boolean): readonly string[] {
  const onWay = walk(id, context, (of) => (isOne(of) ? [] : of.importers));
  return onWay.filter((one) => {
    const info = context.getModuleInfo(one);
    return info ? isOne(info) : false;
  });
}

/** Whether it needs one of a kind that is not in the entry anyway. */
function needs(id: string, context: Context, kind: RegExp): boolean {
  return walk(id, context, ({ importedIds }) => importedIds).some(
    (one) =>
      kind.test(one) &&
      !everyUser(one, context).some((user) => context.getModuleInfo(user)?.isEntry ?? false),
  );
}

function walk(
  from: string,
  context: Context,
  next: (of: ModuleInfo) => readonly string[],
): readonly string[] {
  const seen = new Set([from]);
  for (const id of seen) {
    const info = context.getModuleInfo(id);
    if (info) for (const one of next(info)) seen.add(one);
  }
  return [...seen];
}
