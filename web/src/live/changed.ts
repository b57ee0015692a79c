/** Which fields of an entity somebody else has just changed: marked for a moment on every screen that shows them. */
import { createStore, useStore } from '../session/store.ts';

const MARK_MS = 4_000;
const none: ReadonlySet<string> = new Set();
const marks = createStore<ReadonlyMap<string, ReadonlySet<string>>>(new Map());

export function markChanged(kind: string, id: string, fields: readonly string[]): void {
  if (fields.length === 0) return;
  const key = `${kind}/${id}`;
  const mark = new Set([...(marks.get().get(key) ?? none), ...fields]);
  marks.set(new Map(marks.get()).set(key, mark));
  setTimeout(() => {
    if (marks.get().get(key) !== mark) return;
    const rest = new Map(marks.get());
    rest.delete(key);
    marks.set(rest);
  }, MARK_MS);
}

export function useChanged(kind: string, id: string): ReadonlySet<string> {
  return useStore(marks).get(`${kind}/${id}`) ?? none;
}
