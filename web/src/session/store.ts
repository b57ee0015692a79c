/**
 * A value that React can follow: the smallest store that `useSyncExternalStore` takes.
 *
 * A first screen that came as markup is taken over part by part, with what the server knew: the value at the beginning,
 * or for what the page itself tells (who is signed in, in which language) the value of now.
 */
import { useSyncExternalStore } from 'react';

export interface Store<T> {
  get(): T;
  /** As the server had it when it rendered the page. */
  atServer(): T;
  set(next: T): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<T>(initial: T, serverHas: 'initial' | 'current' = 'initial'): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    atServer: () => (serverHas === 'initial' ? initial : value),
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.atServer);
}
