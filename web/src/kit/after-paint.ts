/**
 * What a press leads to, apart from its answer: people see that they were heard before a menu or a window is put
 * together, which takes longer than all else that a press does.
 */
import { startTransition, useDeferredValue } from 'react';
import { oncePainted } from './painted.ts';

/** Calls `change` once the page is painted as it is now; what it changes is drawn in slices, between other keys. */
export function afterPaint(change: () => void): void {
  oncePainted(() => startTransition(change));
}

/** Whether a window is there: once the press that opens it is answered, and no longer than it is open. */
export function useOpenAfterPaint(open: boolean): boolean {
  return useDeferredValue(open, false) && open;
}
