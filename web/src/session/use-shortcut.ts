/** Single keys as shortcuts: never while something is typed or a window is open, and off for those who want none. */
import { useEffect, useRef } from 'react';
import { shortcuts } from './preferences.ts';

/** A toast is a dialog too, and one can go on working beside it. */
const aWindow = ':is([role="dialog"], [role="alertdialog"]):not([aria-modal="false"])';

/** Where letters are text; in a box to check they are none. */
const aField = ':is(input:not([type="checkbox"]), textarea, select)';

/** Menus among them. */
export function isWindowOpen(): boolean {
  return document.querySelector(`${aWindow}, [role="menu"]`) !== null;
}

export function useShortcuts(keys: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (shortcuts.get() === 'off' || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement | null;
      if (target?.closest(`${aField}, [contenteditable], [role="menu"], [role="listbox"]`)) return;
      if (isWindowOpen()) return;
      const action = latest.current[event.key];
      if (!action) return;
      event.preventDefault();
      action(event);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
