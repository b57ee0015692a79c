/** A figure that leads to its page; an alarm wants to be looked at. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormats } from '../../i18n/formats.ts';
import { Skeleton } from '../../kit/skeleton.tsx';
import styles from './page.module.css';

export function Tile({
  to,
  search = {},
  label,
  value,
  alarm = false,
}: {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly label: string;
  readonly value: ReactNode;
  readonly alarm?: boolean;
}) {
  return (
    <Link to={to} {...({ search } as object)} className={styles.tile}>
      <span className={styles.value} data-alarm={alarm || undefined}>
        {value ?? <Skeleton width={48} height={24} />}
      </span>
      <span>{label}</span>
    </Link>
  );
}

/** Undefined as long as it is not known; what could not be read is no zero. */
export function useFigure(count: number | undefined, isBad = true, failed = false) {
  const formats = useFormats();
  return {
    value: count === undefined ? (failed ? '–' : undefined) : formats.number(count),
    alarm: isBad && count !== undefined && count > 0,
  };
}

/** Of a list that is read page by page: how many, or how many at least. */
export function useCount(
  pages: readonly {
    readonly data: readonly unknown[];
    readonly page: { readonly next: string | null };
  }[] = [],
  isBad = true,
) {
  const formats = useFormats();
  const count = pages.reduce((sum, page) => sum + page.data.length, 0);
  const more = pages.at(-1)?.page.next ? '+' : '';
  return {
    value: pages.length > 0 ? `${formats.number(count)}${more}` : undefined,
    alarm: isBad && count > 0,
  };
}
