/**
 * What the server knew when it rendered the first screen. While that screen is taken over, the browser draws with the
 * same: what it knows better itself (the time, its width, what it has kept) is drawn right after.
 */
import { createElement, Fragment, type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import type { RenderVisit, Viewport } from '../../../src/contracts/rendering.ts';

type Locale = RenderVisit['locale'];

export interface RenderedWith {
  readonly nowMs: number;
  readonly viewport: Viewport;
  readonly locale: Locale;
}

let facts: RenderedWith = {
  nowMs: Date.now(),
  viewport: { widthPx: 1280, heightPx: 720 },
  locale: 'id',
};

/** Before anything is rendered, or taken over. */
export function tellRenderedWith(told: RenderedWith): void {
  facts = told;
}

export function renderedIn(): Locale {
  return facts.locale;
}

export function renderedAtMs(): number {
  return facts.nowMs;
}

const never = () => () => undefined;

/** Undefined in what the browser draws by itself. */
export function useRendered(): RenderedWith | undefined {
  return useSyncExternalStore(
    never,
    () => undefined,
    () => facts,
  );
}

/**
 * What begins with something that this browser has kept: it is drawn anew as soon as that can be read, and takes nothing
 * before.
 */
export function Own({ children }: { readonly children: ReactNode }) {
  if (!useRendered()) return createElement(Fragment, { key: 'own' }, children);
  return createElement('fieldset', { key: 'rendered', disabled: true, style: NO_BOX }, children);
}

const NO_BOX = { display: 'contents' } as const;

/** The state of a part in `Own` that begins with what was kept. */
export function useOwnState<T>(read: () => T | undefined) {
  const rendered = useRendered();
  return useState(() => (rendered ? undefined : read()));
}

let tell: () => void = () => undefined;
const taken = new Promise<void>((resolve) => {
  tell = resolve;
});

/**
 * Settles when the first screen is the browser's. What changes it before that has to wait: it would not be found as it
 * was rendered, and be drawn anew.
 */
export function whenTakenOver(): Promise<void> {
  return taken;
}

/** Beside what is taken over last: in the page itself, whichever it is. Nothing is live before. */
export function TakenOver() {
  useEffect(() => tell(), []);
  return null;
}
