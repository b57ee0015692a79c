/** Drawing the first screen of a page on the server: what the API asks the renderer, and what the portal's bundle offers it. */
import * as z from 'zod/mini';
import { sessionAnswerSchema } from './session.ts';

/** Written by the portal's build, in the folder of the processes' bundles. */
export const RENDER_FILE = 'web-server/render.js';

/** Larger than any screen; what is beyond is no size of a window. */
const pixels = z.int().check(z.gte(1), z.lte(20_000));

const viewportSchema = z.strictObject({ widthPx: pixels, heightPx: pixels });
export type Viewport = z.infer<typeof viewportSchema>;

/** Somebody opens an address of the portal. */
export const renderVisitSchema = z.strictObject({
  /** Path and search. */
  url: z.string().check(z.maxLength(4_096), z.regex(/^\/(?!\/)/)),
  /** Of whoever is signed in; without it, nobody is. */
  session: z.optional(sessionAnswerSchema),
  locale: z.enum(['id', 'en']),
  /** Of the page that the markup is for (`first-parts.ts`): one of another build has other styles and scripts. */
  build: z.string().check(z.maxLength(100)),
  /** Of their window, where it is known. */
  viewport: z.optional(viewportSchema),
});
export type RenderVisit = z.infer<typeof renderVisitSchema>;

export const renderedSchema = z.object({
  /** What stands in the root of the page. */
  markup: z.string(),
  /** JSON text: the data that the markup was made of, from which the browser goes on. */
  state: z.string(),
});
export type Rendered = z.infer<typeof renderedSchema>;

/**
 * Draws one page.
 *
 * - The next page is drawn when the promise has settled: nothing of this one may go on after it. It has to settle soon
 *   after its asks are rejected, which is how a drawing that took too long is ended.
 * - Every ask is awaited or its rejection caught: one that nobody catches ends the process.
 * @param ask fetches from the API in the visitor's name: `ask('/api/v1/tickets?limit=50')`
 */
export type Render = (visit: RenderVisit, ask: (path: string) => Promise<Response>) => Promise<Rendered>;

/** What the bundle exports. */
export interface RenderBundle {
  /** Which build it is of. */
  readonly build: string;
  createRender(facts: { readonly timeZone: string }): Render;
}
