/** Words to search for; `/` leads here. The caller hears of them when typing rests. */
import { useEffect, useRef, useState } from 'react';
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
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    // Rubbish pasted here is words like any others; the contract's length is kept.
    const next = typed.trim().slice(0, 100);
    if (next === value) return;
    const timer = setTimeout(() => onChange(next === '' ? undefined : next), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
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
