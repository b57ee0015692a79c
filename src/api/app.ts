/** The Express application, mounted from the table of routes. */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  Router,
} from 'express';
import helmet from 'helmet';
import { LRUCache } from 'lru-cache';
import type { Api } from './api.ts';
import { sendProblem, serve } from './pipeline.ts';
import { type PortalOptions, servePortal } from './portal.ts';
import { portalViewer } from './portal-viewer.ts';
import { ApiProblem } from './problem.ts';
import { QUEUES_PATH, queuesPage } from './queues-page.ts';
import type { Route } from './route.ts';
import { routeTable } from './route-table.ts';

export interface AppOptions {
  /** Whose X-Forwarded-For and X-Forwarded-Proto are believed; Express' form. */
  readonly trustedProxies: string;
  /** Left out, no portal is served. */
  readonly portal?: PortalOptions;
}

export function createApp(api: Api, { trustedProxies, portal }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  trustProxies(app, trustedProxies);
  app.use(securityHeaders());
  app.use(routesByPlace(api, routeTable));
  app.use(QUEUES_PATH, queuesPage(api));
  if (portal) {
    app.use(
      servePortal(portal, {
        viewerOf: (request) => portalViewer(api, request),
        render: (visit, request, gone) =>
          api.render(visit, request?.headers.cookie, request?.headers['user-agent'], gone),
      }),
    );
  }
  app.use(unknownAddress(routeTable));
  const onError: ErrorRequestHandler = (error, request, response, _next) => {
    sendProblem(api, request, response, error);
  };
  app.use(onError);
  return app;
}

/**
 * Addresses are compared with the trusted networks once, not several times a request: the comparison cost more than
 * the route's own work (bench: create).
 */
function trustProxies(app: Express, trustedProxies: string): void {
  app.set('trust proxy', trustedProxies);
  const compare = app.get('trust proxy fn') as (address: string, hops: number) => boolean;
  const known = new LRUCache<string, boolean>({ max: 2_000 });
  app.set('trust proxy', (address: string, hops: number) => {
    // How far away a proxy is matters only where the setting is a number of hops.
    const key = `${hops} ${address}`;
    let trusted = known.get(key);
    if (trusted === undefined) {
      trusted = compare(address, hops);
      known.set(key, trusted);
    }
    return trusted;
  });
}

/**
 * Addresses without parameters are looked up; for the others there is one router for each place (`/api/v1/tickets`),
 * so that a request is matched with the routes of its own place only. Searching all of them cost more than serving one.
 */
function routesByPlace(api: Api, routes: readonly Route[]): RequestHandler {
  const fixed = new Map<string, Route>();
  const places = new Map<string, Router>();
  for (const route of routes) {
    if (!route.path.includes(':')) fixed.set(`${route.method.toUpperCase()} ${route.path}`, route);
    const place = placeOf(route.path);
    const router = places.get(place) ?? Router();
    places.set(place, router);
    router[route.method](route.path, (request, response) => serve(route, api, request, response));
  }
  return (request, response, next) => {
    const route = fixed.get(`${request.method} ${request.path}`);
    const router = route ? undefined : places.get(placeOf(request.path));
    if (route) void serve(route, api, request, response);
    else if (router) router(request, response, next);
    else next();
  };
}

/** The first three parts of an API's path, the first of any other. */
function placeOf(path: string): string {
  const parts = path.split('/', 4);
  return parts[1] === 'api' ? `${parts[2]}/${parts[3]}` : (parts[1] ?? '');
}

/** Scripts, styles and connections from this origin only, nothing inline, nobody may frame us. */
function securityHeaders(): RequestHandler {
  const headers = headersOf(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** What a middleware sets on every response alike: worked out once instead of for each request. */
function headersOf(middleware: Middleware): readonly (readonly [string, string])[] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  middleware(request, response, (error) => {
    if (error) throw error;
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)] as const);
}

/** 405 with Allow where the address exists for other methods, else 404. */
function unknownAddress(routes: readonly Route[]): RequestHandler {
  const patterns = routes.map((route) => ({
    method: route.method.toUpperCase(),
    pattern: new RegExp(`^${route.path.replace(/:[a-zA-Z]+/g, '[^/]+')}/?$`),
  }));
  return (request: Request) => {
    const methods = patterns.filter(({ pattern }) => pattern.test(request.path)).map(({ method }) => method);
    if (methods.length === 0) throw new ApiProblem('not_found');
    const allow = new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : [])]);
    throw new ApiProblem('method_not_allowed', { headers: { Allow: [...allow].sort().join(', ') } });
  };
}
