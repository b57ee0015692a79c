/**
 * What was written and not yet sent, kept in this browser for this person: a closed tab, an expired session or a
 * server that is away loses nothing.
 */
import { useCallback, useEffect, useState } from 'react';
import { readItem, writeItem } from '../session/preferences.ts';
import { useRendered } from '../session/rendered.ts';
import { useUser } from '../session/session.ts';

/** Forgets what was `sent`; what was written meanwhile stays. Left out: whatever there is. */
type Forget<T> = (sent?: T) => void;
type Draft<T> = readonly [T, (value: T) => void, Forget<T>];

/** The kept value of a draft, how to keep another, and how to forget it once it was sent. `empty` is a constant. */
export function useDraft<T>(name: string, empty: T): Draft<T> {
  const { id } = useUser();
  return useKept(`trunkline.draft.${id}.${name}`, empty);
}

/** The same for whoever has no account: kept for this browser. */
export function useOpenDraft<T>(name: string, empty: T): Draft<T> {
  return useKept(`trunkline.draft.open.${name}`, empty);
}

type Hear = (key: string, isSent: (kept: string | null) => boolean) => void;

/** Who sent it may have left the page and come back: what shows the draft then hears that it was sent. */
const hearing = new Set<Hear>();

/** Another key is another draft, at once: what was written for one thing is never shown for the next. */
function useKept<T>(key: string, empty: T): Draft<T> {
  const rendered = useRendered();
  const [held, setHeld] = useState(() =>
    rendered ? { key: '', value: empty } : { key, value: read<T>(key) ?? empty },
  );
  const shown = rendered || held.key === key ? held : { key, value: read<T>(key) ?? empty };
  if (shown !== held) setHeld(shown);
  const isRendered = rendered !== undefined;
  const keep = useCallback(
    (value: T) => {
      // What is kept is not known yet: what a form begins with must not take its place.
      if (isRendered) return;
      setHeld({ key, value });
      writeItem(key, JSON.stringify(value));
    },
    [key, isRendered],
  );
  useEffect(() => {
    const hear: Hear = (gone, isSent) =>
      setHeld((now) =>
        now.key === gone && isSent(JSON.stringify(now.value)) ? { key: gone, value: empty } : now,
      );
    hearing.add(hear);
    return () => void hearing.delete(hear);
  }, [empty]);
  const forget = useCallback<Forget<T>>(
    (sent) => {
      const isSent = (kept: string | null) => sent === undefined || kept === JSON.stringify(sent);
      for (const hear of hearing) hear(key, isSent);
      if (isSent(readItem(key))) writeItem(key, null);
    },
    [key],
  );
  return [shown.value, keep, forget];
}

function read<T>(key: string): T | undefined {
  const kept = readItem(key);
  if (kept === null) return undefined;
  try {
    return JSON.parse(kept) as T;
  } catch {
    return undefined;
  }
}
