/** The Express application, mounted from the table of routes. */
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Api } from './api.ts';
import { sendProblem, serve } from './pipeline.ts';
import { type PortalOptions, servePortal } from './portal.ts';
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
  app.set('trust proxy', trustedProxies);
  app.use(securityHeaders());
  for (const route of routeTable) {
    app[route.method](route.path, (request, response) => serve(route, api, request, response));
  }
  app.use(QUEUES_PATH, queuesPage(api));
  if (portal) app.use(servePortal(portal));
  app.use(unknownAddress(routeTable));
  const onError: ErrorRequestHandler = (error, request, response, _next) => {
    sendProblem(api, request, response, error);
  };
  app.use(onError);
  return app;
}

/** Scripts, styles and connections from this origin only, nothing inline, nobody may frame us. */
function securityHeaders(): RequestHandler {
  return helmet({
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
  }) as RequestHandler;
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
