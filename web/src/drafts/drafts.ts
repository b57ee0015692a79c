/**
 * What was written and not yet sent, kept in this browser for this person: a closed tab, an expired session or a
 * server that is away loses nothing.
 */
import { useCallback, useState } from 'react';
import { readItem, writeItem } from '../session/preferences.ts';
import { useUser } from '../session/session.ts';

/** The kept value of a draft, how to keep another, and how to forget it once it was sent. `empty` is a constant. */
export function useDraft<T>(name: string, empty: T): readonly [T, (value: T) => void, () => void] {
  const { id } = useUser();
  return useKept(`trunkline.draft.${id}.${name}`, empty);
}

/** The same for whoever has no account: kept for this browser. */
export function useOpenDraft<T>(name: string, empty: T): readonly [T, (value: T) => void, () => void] {
  return useKept(`trunkline.draft.open.${name}`, empty);
}

function useKept<T>(key: string, empty: T): readonly [T, (value: T) => void, () => void] {
  const [value, setValue] = useState<T>(() => parse(readItem(key)) ?? empty);
  const keep = useCallback(
    (next: T) => {
      setValue(next);
      writeItem(key, JSON.stringify(next));
    },
    [key],
  );
  const forget = useCallback(() => {
    setValue(empty);
    writeItem(key, null);
  }, [key, empty]);
  return [value, keep, forget];
}

function parse<T>(kept: string | null): T | undefined {
  if (kept === null) return undefined;
  try {
    return JSON.parse(kept) as T;
  } catch {
    return undefined;
  }
}
