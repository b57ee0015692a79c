/** What this browser remembers: theme, language, whether single keys are shortcuts. */
import { createStore, type Store } from './store.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Locale = 'id' | 'en';

export const theme = remembered<Theme>('trunkline.theme', ['system', 'light', 'dark'], 'system', (value) => {
  const { dataset } = document.documentElement;
  if (value === 'system') delete dataset.theme;
  else dataset.theme = value;
});

export const locale = remembered<Locale>(
  'trunkline.locale',
  ['id', 'en'],
  'id',
  (value) => {
    document.documentElement.lang = value;
  },
  'current',
);

/** Until somebody chooses: it is not kept, since the next person here may have another one. */
export function showLocale(value: Locale): void {
  if (readItem('trunkline.locale') === null) locale.show(value);
}

/** j, k, Enter and the like; Ctrl-K stays. */
export const shortcuts = remembered<'on' | 'off'>('trunkline.shortcuts', ['on', 'off'], 'on');

interface Remembered<T> extends Store<T> {
  /** Without remembering it. */
  show(value: T): void;
}

function remembered<T extends string>(
  name: string,
  values: readonly T[],
  fallback: T,
  apply: (value: T) => void = () => undefined,
  serverHas?: 'current',
): Remembered<T> {
  const kept = readItem(name);
  const store = createStore<T>(fallback, serverHas);
  store.set(values.find((value) => value === kept) ?? fallback);
  const show = (next: T) => {
    if (globalThis.document) apply(next);
    store.set(next);
  };
  return {
    ...store,
    show,
    set(next) {
      writeItem(name, next);
      // The next page comes in it.
      if (serverHas === 'current') tellServer(name, next);
      show(next);
    },
  };
}

/** As `early.js` does for what was chosen before. */
function tellServer(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the other way is for pages over https alone.
  document.cookie = `${name.replace('.', '_')}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

/** Storage may be forbidden; then nothing is remembered, and everything works. */
export function readItem(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function writeItem(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // Full or forbidden.
  }
}
