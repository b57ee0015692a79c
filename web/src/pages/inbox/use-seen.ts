/** A notice that stood on the screen for a moment, in a page that is looked at, has been seen. */
import { useCallback, useEffect, useRef } from 'react';
import type { Notice } from '../../api/notifications.ts';
import { useNoticeStep } from '../../notices/use-notice-step.ts';

const MOMENT_MS = 800;

/** Gives the ref of a row. */
export function useSeen(): (element: HTMLElement | null, notice: Notice) => (() => void) | undefined {
  const step = useNoticeStep();
  const rows = useRef(new Map<Element, string>());
  const told = useRef(new Set<string>());
  const observer = useRef<IntersectionObserver | undefined>(undefined);
  const timers = useRef(new Map<Element, ReturnType<typeof setTimeout>>());

  useEffect(
    () => () => {
      observer.current?.disconnect();
      observer.current = undefined;
      for (const timer of timers.current.values()) clearTimeout(timer);
      timers.current.clear();
    },
    [],
  );

  return useCallback(
    (element, { id, seenAt }) => {
      if (!element || seenAt !== null || told.current.has(id)) return undefined;
      const see = (target: Element) => {
        const seen = rows.current.get(target);
        if (seen === undefined || told.current.has(seen) || document.visibilityState !== 'visible') return;
        told.current.add(seen);
        step({ id: seen, step: 'seen', silent: true });
      };
      observer.current ??= new IntersectionObserver(
        (entries) => {
          for (const { target, isIntersecting } of entries) {
            clearTimeout(timers.current.get(target));
            if (isIntersecting)
              timers.current.set(
                target,
                setTimeout(() => see(target), MOMENT_MS),
              );
          }
        },
        { threshold: 0.6 },
      );
      rows.current.set(element, id);
      observer.current.observe(element);
      return () => {
        clearTimeout(timers.current.get(element));
        observer.current?.unobserve(element);
        rows.current.delete(element);
      };
    },
    [step],
  );
}
