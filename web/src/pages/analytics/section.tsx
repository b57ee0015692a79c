/** One figure of the page: its heading, and what it shows while it comes, when it failed, and when there is nothing. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { FigureName } from '../../../../src/contracts/analytics.ts';
import type { Figure } from '../../api/analytics.ts';
import { useText } from '../../i18n/text.ts';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import styles from './page.module.css';

export function Section<F extends FigureName>({
  title,
  note,
  query,
  isEmpty,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly query: UseQueryResult<Figure<F>>;
  readonly isEmpty: (figure: Figure<F>) => boolean;
  readonly children: (figure: Figure<F>) => ReactNode;
}) {
  const text = useText();
  const { data, error } = query;
  return (
    <section className={styles.section} aria-busy={query.isPlaceholderData || undefined}>
      <h2>{title}</h2>
      {note && <p className={styles.note}>{note}</p>}
      {data ? (
        isEmpty(data) ? (
          <p className={styles.note}>{text('analytics.none')}</p>
        ) : (
          children(data)
        )
      ) : error ? (
        <ErrorState error={error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonLines lines={5} />
      )}
    </section>
  );
}
