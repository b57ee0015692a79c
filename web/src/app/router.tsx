/** Routes, made from the registry of pages. Search parameters are plain text in the address: readable, shareable. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { NotFound } from '../pages/trouble/not-found.tsx';
import { PageFailed } from '../pages/trouble/page-failed.tsx';
import { comeToPage, leavePage } from '../session/page-focus.ts';
import { TakenOver } from '../session/rendered.ts';
import { knownSession } from '../session/session.ts';
import { awaitFirst } from './first-answers.ts';
import { loadPage } from './load-page.ts';
import { openPages, type PageSpec, pages, starts } from './pages.ts';
import { Root } from './root.tsx';
import { parseSearch, stringifySearch } from './search-text.ts';
import { type LazyPage, loadStart, Start } from './start.tsx';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    readonly page?: PageSpec;
    /** Shown without a session. */
    readonly open?: true;
  }
}

const root = createRootRoute({ component: Root, notFoundComponent: takenOverWith(NotFound) });

const routes = pages.map((page) =>
  createRoute({
    getParentRoute: () => root,
    path: page.path,
    component: page.folder === undefined ? takenOverWith(Start) : componentOf(page.folder),
    staticData: { page },
    // Once each time that the page is come to, whatever changes in its address meanwhile.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    async loader({ cause, location }) {
      // Whoever only points at a link asks for nothing.
      if (cause !== 'preload') await begin(page, location.search as Readonly<Record<string, unknown>>);
    },
  }),
);

/** The router waits for a page by itself, so the page is taken over after all that is around it. */
function componentOf(folder: string): RouteComponent {
  const Page: LazyPage = lazyRouteComponent(() => loadPage(folder), 'Page');
  return Object.assign(takenOverWith(Page), { preload: async () => await Page.preload?.() });
}

function takenOverWith(Page: ComponentType): RouteComponent {
  return () => (
    <>
      <Page />
      <TakenOver />
    </>
  );
}

/** Has the page ask for what it shows first. Nobody waits for the answers but the first screen. */
async function begin({ folder, access }: PageSpec, search: Readonly<Record<string, unknown>>): Promise<void> {
  const now = await knownSession();
  if (now.state !== 'signed_in') return;
  if (access.length > 0 && !access.some((one) => now.user.permissions.includes(one))) return;
  const { role } = now.user;
  if (folder === undefined) await loadStart(role);
  const start = starts[role];
  const shown = folder ?? ('folder' in start ? start.folder : undefined);
  if (shown === undefined) return;
  const answers = (await loadPage(shown)).begin?.(search);
  if (answers) awaitFirst(answers);
}

const openRoutes = openPages.map(({ path, folder }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: componentOf(folder),
    staticData: { open: true },
  }),
);

const routeTree = root.addChildren([...routes, ...openRoutes]);

/** @param history where there is no browser's */
export function createPortalRouter(history?: RouterHistory) {
  const router = createRouter({
    routeTree,
    defaultPreload: 'intent',
    // Another thing is another page; what the address says beside it is a state of the same one.
    defaultRemountDeps: ({ params }) => params,
    defaultErrorComponent: takenOverWith(PageFailed),
    // On a server it would be a script in the page.
    scrollRestoration: history === undefined,
    parseSearch,
    stringifySearch,
    ...(history ? { history } : {}),
  });
  router.history.subscribe(({ action }) => {
    // What an address leads on to by itself is no step of anybody.
    if (action.type !== 'REPLACE') leavePage();
  });
  router.subscribe('onRendered', ({ pathChanged }) => comeToPage(pathChanged));
  return router;
}
