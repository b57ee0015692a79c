/**
 * What opens: menus and panels beside a button, windows over the page. It is loaded when somebody reaches for it and
 * mounted when it opens: a list has ten such buttons, and mounting what they open cost its first screen more than all
 * its rows.
 */
import {
  type ComponentProps,
  type ComponentType,
  cloneElement,
  type ReactElement,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useText } from '../i18n/text.ts';
import { afterPaint } from './after-paint.ts';
import { insist } from './insist.ts';
import { later } from './later.ts';
import { showToast } from './show-toast.ts';

export interface OpensBeside {
  readonly trigger: ReactElement<ComponentProps<'button'>>;
  /** Open when it is mounted. */
  readonly defaultOpen?: boolean;
}

export interface Part<P> {
  /** Undefined until it is fetched. */
  get(): ComponentType<P> | undefined;
  fetch(): Promise<unknown>;
}

export function partOf<P>(load: () => Promise<ComponentType<P>>): Part<P> {
  let loaded: ComponentType<P> | undefined;
  return {
    get: () => loaded,
    fetch: later(async () => {
      loaded ??= await load();
    }),
  };
}

/** That open a menu besides pressing its button. */
export const menuKeys = ['ArrowDown', 'ArrowUp'];

export function OnDemand<P extends OpensBeside>({
  part,
  popup,
  keys,
  props,
}: {
  /** The trigger and what it opens, both mounted. */
  readonly part: Part<P>;
  readonly popup: 'menu' | 'dialog';
  /** That open it besides pressing. */
  readonly keys: readonly string[];
  readonly props: P;
}) {
  const sayAway = useSayAway();
  const [pressed, setPressed] = useState(false);
  const Opened = pressed ? part.get() : undefined;
  if (Opened) return <Opened {...props} defaultOpen />;
  const reach = () => void part.fetch().catch(() => undefined);
  const open = () => void part.fetch().then(() => afterPaint(() => setPressed(true)), sayAway);
  return cloneElement(props.trigger, {
    'aria-haspopup': popup,
    'aria-expanded': false,
    onPointerEnter: reach,
    onFocus: reach,
    onClick: open,
    onKeyDown: (event) => {
      if (!keys.includes(event.key)) return;
      event.preventDefault();
      open();
    },
  });
}

/**
 * A window, once it was open: undefined before. It stays mounted, so that it is seen to close.
 * @param giveUp called when it cannot be had; without it, it is asked for until it comes
 */
export function useOnceOpen<P>(
  part: Part<P>,
  open: boolean,
  giveUp: (() => void) | undefined,
): ComponentType<P> | undefined {
  const sayAway = useSayAway();
  const [mounted, setMounted] = useState(open && part.get() !== undefined);
  const failed = useRef(giveUp);
  useEffect(() => {
    failed.current = giveUp;
  });
  useEffect(() => {
    if (!open || mounted) return;
    const mount = () => afterPaint(() => setMounted(true));
    if (!failed.current) {
      void insist(part.fetch).then(mount);
      return;
    }
    void part.fetch().then(mount, () => {
      sayAway();
      failed.current?.();
    });
  }, [part, open, mounted, sayAway]);
  return mounted ? part.get() : undefined;
}

function useSayAway(): () => void {
  const text = useText();
  return useCallback(
    () => showToast({ kind: 'error', title: text('error.away'), description: text('error.away.remedy') }),
    [text],
  );
}
