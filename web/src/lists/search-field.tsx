/** Words to search for; `/` leads here. The caller hears of them when typing rests. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useShortcuts } from '../session/use-shortcut.ts';
import styles from './lists.module.css';

const TYPING_MS = 250;

export function SearchField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string | undefined) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  // What was sent from here comes back while somebody types on: only what another place has set is taken over.
  const take = useEffectEvent((next: string) => {
    if (next !== sent.current && next !== wordsOf(typed)) setTyped(next);
    sent.current = next;
  });
  const send = useEffectEvent((next: string) => {
    if (next === value) return;
    sent.current = next;
    onChange(next === '' ? undefined : next);
  });
  useEffect(() => take(value), [value]);
  useEffect(() => {
    const timer = setTimeout(() => send(wordsOf(typed)), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useShortcuts({ '/': () => field.current?.focus() });
  return (
    <input
      ref={field}
      type="search"
      className={styles.search}
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

/** Rubbish pasted here is words like any others; the contract's length is kept. */
function wordsOf(typed: string): string {
  return typed.trim().slice(0, 100);
}
