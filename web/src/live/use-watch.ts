/** Watches an entity while the page is shown: its events come even outside one's own rooms, and its presence. */
import { useEffect } from 'react';
import { watch } from './connection.ts';

/** `position` is that of the state that was read; nothing is watched before it is known. */
export function useWatch(kind: string, id: string, position: string | undefined): void {
  const ready = position !== undefined;
  // Only the first position matters: later ones are already behind what the socket has brought.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => (ready ? watch(kind, id, position) : undefined), [kind, id, ready]);
}
