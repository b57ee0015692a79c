/** The API and the realtime protocol described, for machines and for people. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { ApiProblem } from '../problem.ts';
import { defineRoute, type Route } from '../route.ts';

const tag = 'Documents';

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trunkline API</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/swagger-ui.css">
<script defer src="/docs/swagger-ui-bundle.js"></script><script defer src="/docs/start.js"></script></head>
<body><div id="swagger-ui"></div></body></html>
`;

/** Nothing inline, so that the page lives under the same strict policy as all others. */
const startScript = `
window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  presets: [SwaggerUIBundle.presets.apis],
});
`;

const files = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const;

/** `routes` is asked when somebody reads: the table that is described contains these routes, too. */
export function documentRoutes(routes: () => readonly Route[]): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/openapi.json',
      tag,
      summary: 'This API in OpenAPI 3.1',
      access: 'public',
      answers: { 200: { description: 'The document' } },
      // Made, and its code loaded, when somebody asks: few processes ever do.
      handle: async () => ({ status: 200, body: (await import('../openapi.ts')).openApiOf(routes()) }),
    }),
    defineRoute({
      method: 'get',
      path: '/asyncapi.json',
      tag,
      summary: 'The realtime protocol in AsyncAPI 3.0',
      access: 'public',
      answers: { 200: { description: 'The document' } },
      handle: async () => ({ status: 200, body: (await import('../asyncapi.ts')).asyncApiOf() }),
    }),
    defineRoute({
      method: 'get',
      path: '/docs',
      tag,
      summary: 'This API as a page',
      access: 'public',
      answers: { 200: { description: 'The page', type: 'text/html' } },
      handle: () => ({ status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, text: page }),
    }),
    defineRoute({
      method: 'get',
      path: '/docs/:file',
      tag,
      summary: 'Scripts and style sheet of the page',
      access: 'public',
      params: z.strictObject({ file: z.enum(['start.js', 'swagger-ui.css', 'swagger-ui-bundle.js']) }),
      answers: { 200: { description: 'The file', type: 'text/javascript' } },
      handle: async ({ params: { file } }) => {
        const type = file === 'start.js' ? 'text/javascript; charset=utf-8' : files[file];
        const text = file === 'start.js' ? startScript : await readAsset(file);
        return { status: 200, headers: { 'Content-Type': type, 'Cache-Control': 'max-age=3600' }, text };
      },
    }),
  ];
}

async function readAsset(file: keyof typeof files): Promise<string> {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
    return await readFile(join(folder, file), 'utf8');
  } catch {
    throw new ApiProblem('not_found', { detail: 'The page is not part of this installation.' });
  }
}
