/** Routes, made from the registry of pages. Search parameters are plain text in the address: readable, shareable. */
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { NotFound } from '../pages/trouble/not-found.tsx';
import { PageFailed } from '../pages/trouble/page-failed.tsx';
import { type PageSpec, pages } from './pages.ts';
import { Root } from './root.tsx';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    readonly page?: PageSpec;
  }
}

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

const routes = pages.map((page) =>
  createRoute({
    getParentRoute: () => root,
    path: page.path,
    component: page.component,
    staticData: { page },
  }),
);

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch(search) {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(search)) {
      if (value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0))
        parameters.set(name, String(value));
    }
    const text = parameters.toString().replaceAll('%2C', ',');
    return text ? `?${text}` : '';
  },
});
