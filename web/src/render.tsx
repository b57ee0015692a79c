/**
 * Renders the first screen of a page: the entry of the renderer (`src/renderer`).
 *
 * What the portal knows (who this is, what was read) is global as in a browser, so one screen is rendered at a time, and
 * all of it is forgotten after each. What a screen asks for is found by rendering it: its queries are asked, and it is
 * rendered again with their answers.
 */
import { createMemoryHistory } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { prerender } from 'react-dom/static';
import type { Render, RenderBundle, Rendered, RenderVisit } from '../../src/contracts/rendering.ts';
import { askThrough, onPosition } from './api/client.ts';
import { noticeCount } from './api/notifications.ts';
import { queryClient } from './api/query-client.ts';
import { firstAnswers } from './app/first-answers.ts';
import { writeFirstState } from './app/first-state.ts';
import { Portal } from './app/portal.tsx';
import { loadShell } from './app/root.tsx';
import { createPortalRouter } from './app/router.tsx';
import { loadFirstWords } from './i18n/language.tsx';
import { tellTimeZone } from './session/page-facts.ts';
import { locale } from './session/preferences.ts';
import { tellRenderedWith } from './session/rendered.ts';
import { acceptSession, isStaff, session } from './session/session.ts';

/** A screen, what its parts ask for, and what those ask for. */
const MOST_ROUNDS = 4;
/** Of a window whose size is not known. */
const USUAL = { widthPx: 1280, heightPx: 720 };

type Ask = Parameters<Render>[1];

export const build: RenderBundle['build'] = import.meta.env.TRUNKLINE_BUILD;

export const createRender: RenderBundle['createRender'] = ({ timeZone }) => {
  tellTimeZone(timeZone);
  // Whoever is refused or not answered has the browser ask, which tries again.
  queryClient.setDefaultOptions({
    queries: { ...queryClient.getDefaultOptions().queries, retry: false, gcTime: Number.POSITIVE_INFINITY },
  });
  return async (visit, ask) => {
    try {
      return await render(visit, ask);
    } finally {
      session.set({ state: 'loading' });
      queryClient.clear();
    }
  };
};

/** @throws Error when something that the screen shows cannot be had */
async function render(visit: RenderVisit, ask: Ask): Promise<Rendered> {
  const { url, session: known, locale: language, viewport = USUAL } = visit;
  const facts = { nowMs: Date.now(), viewport, locale: language };
  const positions = new Set<string>();
  tellRenderedWith(facts);
  askThrough(ask);
  onPosition((position) => positions.add(position));
  if (known) {
    acceptSession(known);
    // Every shell says it: found only by drawing it, it would have the whole screen drawn once more.
    void queryClient.prefetchQuery(noticeCount);
  } else session.set({ state: 'signed_out' });
  locale.show(language);
  const router = createPortalRouter(createMemoryHistory({ initialEntries: [url] }));
  // Answers are read with them.
  const words = await loadFirstWords(isStaff());
  await Promise.all([loadShell(), router.load()]);
  await firstAnswers();
  for (let round = 0; ; round++) {
    const markup = await toMarkup(<Portal router={router} words={words} />);
    const asked = await askForMissing();
    if (asked === 0) return { markup, state: writeFirstState({ ...facts, positions: [...positions] }) };
    if (round === MOST_ROUNDS) throw new Error(`${url} asks for ever more`);
  }
}

/** With everything that is loaded for it. @throws what a part of it throws: the browser finds out by itself */
async function toMarkup(screen: ReactNode): Promise<string> {
  const errors: unknown[] = [];
  const { prelude } = await prerender(screen, {
    onError: (error) => void errors.push(error),
    // In pieces it would need scripts that put them together.
    progressiveChunkSize: Number.POSITIVE_INFINITY,
  });
  const markup = await new Response(prelude).text();
  if (errors.length > 0) throw errors[0];
  return markup;
}

/** Asks what the screen wants to know and does not. @returns how much that was */
async function askForMissing(): Promise<number> {
  const missing = queryClient
    .getQueryCache()
    .getAll()
    .filter(({ state, options, meta }) => {
      const { enabled } = options as { readonly enabled?: unknown };
      const isAsked = enabled !== false && typeof options.queryFn === 'function';
      return state.status !== 'success' && isAsked && meta?.asks !== 'browser';
    });
  await Promise.all(missing.map((query) => query.fetch()));
  return missing.length;
}
