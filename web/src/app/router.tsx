/** Routes, made from the registry of pages. Search parameters are plain text in the address: readable, shareable. */
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { NotFound } from '../pages/trouble/not-found.tsx';
import { PageFailed } from '../pages/trouble/page-failed.tsx';
import { comeToPage, leavePage } from '../session/page-focus.ts';
import { knownSession } from '../session/session.ts';
import { openPages, type PageSpec, pages } from './pages.ts';
import { Root } from './root.tsx';
import { parseSearch, stringifySearch } from './search-text.ts';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    readonly page?: PageSpec;
    /** Shown without a session. */
    readonly open?: true;
  }
}

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

const routes = pages.map((page) =>
  createRoute({
    getParentRoute: () => root,
    path: page.path,
    component: page.component,
    staticData: { page },
    ...(page.begin ? beginning(page, page.begin) : {}),
  }),
);

function beginning({ access }: PageSpec, begin: NonNullable<PageSpec['begin']>) {
  return {
    // Once each time that the page is come to, whatever changes in its address meanwhile.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    async loader({
      cause,
      location,
    }: {
      readonly cause: string;
      readonly location: { readonly search: object };
    }) {
      // Whoever only points at a link asks for nothing.
      if (cause === 'preload') return;
      const now = await knownSession();
      if (now.state === 'signed_in' && access.some((one) => now.user.permissions.includes(one)))
        await begin(location.search as Readonly<Record<string, unknown>>);
    },
  };
}

const openRoutes = openPages.map(({ path, component }) =>
  createRoute({ getParentRoute: () => root, path, component, staticData: { open: true } }),
);

export const router = createRouter({
  routeTree: root.addChildren([...routes, ...openRoutes]),
  defaultPreload: 'intent',
  // Another thing is another page; what the address says beside it is a state of the same one.
  defaultRemountDeps: ({ params }) => params,
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
});

router.history.subscribe(({ action }) => {
  // What an address leads on to by itself is no step of anybody.
  if (action.type !== 'REPLACE') leavePage();
});
router.subscribe('onRendered', ({ pathChanged }) => comeToPage(pathChanged));
