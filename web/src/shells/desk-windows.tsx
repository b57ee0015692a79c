/**
 * The windows that every page of the desk has: Ctrl-K opens the palette, `?` the keys. Apart from the shell, whose links
 * would all be drawn again when one opens and when it closes.
 */
import { useEffect } from 'react';
import { useOpenAfterPaint } from '../kit/after-paint.ts';
import { partOf, useOnceOpen } from '../kit/on-demand.tsx';
import { createStore, useStore } from '../session/store.ts';
import { useShortcuts } from '../session/use-shortcut.ts';

/** Whoever presses Ctrl-K types on at once. */
const palette = partOf(async () => (await import('../palette/palette.tsx')).Palette);
const keysHelp = partOf(async () => (await import('./keys-help.tsx')).KeysHelp);

const opened = createStore<'palette' | 'keys' | undefined>(undefined);

const openKeys = () => opened.set('keys');
const close = () => opened.set(undefined);

export function openPalette(): void {
  opened.set('palette');
}

export function DeskWindows() {
  const now = useStore(opened);
  const isPaletteThere = useOpenAfterPaint(now === 'palette');
  useShortcuts({ '?': openKeys });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Browsers that fill in a form send keys without a name.
      if ((event.key !== 'k' && event.key !== 'K') || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      openPalette();
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      close();
    };
  }, []);
  const Palette = useOnceOpen(palette, now === 'palette', close);
  const KeysHelp = useOnceOpen(keysHelp, now === 'keys', close);
  return (
    <>
      {Palette && isPaletteThere && <Palette onClose={close} onHelp={openKeys} />}
      {KeysHelp && now === 'keys' && <KeysHelp onClose={close} />}
    </>
  );
}
