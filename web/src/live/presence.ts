/** Who else is looking at an entity, and who is typing there. Forgotten when nobody says it any more (R7). */
import type { Presence, Typing } from '../../../src/contracts/generic/realtime.ts';
import { createStore, useStore } from '../session/store.ts';

const TYPING_MS = 6_000;

interface Others {
  readonly users: readonly string[];
  readonly typing: readonly string[];
}

const nobody: Others = { users: [], typing: [] };
const present = createStore<Readonly<Record<string, Others>>>({});
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function notePresence({ kind, id, users }: Presence): void {
  update(kind, id, ({ typing }) => ({ users, typing: typing.filter((user) => users.includes(user)) }));
}

export function noteTyping({ kind, id, userId, typing }: Typing): void {
  const without = (others: Others) => ({
    ...others,
    typing: others.typing.filter((user) => user !== userId),
  });
  const key = `${kind}/${id}/${userId}`;
  clearTimeout(timers.get(key));
  update(kind, id, (others) => {
    const rest = without(others);
    return typing ? { ...rest, typing: [...rest.typing, userId] } : rest;
  });
  if (typing)
    timers.set(
      key,
      setTimeout(() => update(kind, id, without), TYPING_MS),
    );
}

/** Off line nobody says who came and went; those who are there are told anew afterwards. */
export function forgetOthers(): void {
  present.set({});
}

export function useOthers(kind: string, id: string): Others {
  return useStore(present)[`${kind}/${id}`] ?? nobody;
}

function update(kind: string, id: string, change: (others: Others) => Others): void {
  const all = present.get();
  const key = `${kind}/${id}`;
  present.set({ ...all, [key]: change(all[key] ?? nobody) });
}
