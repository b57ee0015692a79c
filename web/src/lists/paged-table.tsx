/** A list of the API as a table: skeleton, error, nothing, rows, and more of them. */
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Page } from '../api/page.ts';
import { EmptyState } from '../kit/empty-state.tsx';
import { ErrorState } from '../kit/error-state.tsx';
import { SkeletonLines } from '../kit/skeleton.tsx';
import { type RowSelection, Table, type TableColumn } from '../kit/table.tsx';
import styles from './lists.module.css';
import { LoadMore } from './load-more.tsx';

export function PagedTable<Row>({
  query,
  caption,
  columns,
  rowKey,
  empty,
  emptyIcon = <SearchX size={22} />,
  selection,
}: {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>;
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly empty: string;
  readonly emptyIcon?: ReactNode;
  /** Left out where nothing can be selected. */
  readonly selection?: RowSelection<Row> | undefined;
}) {
  if (query.isPending) return <SkeletonLines lines={8} />;
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  if (query.isError && rows.length === 0)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) return <EmptyState icon={emptyIcon} title={empty} />;
  return (
    <>
      <Table caption={caption} columns={columns} rows={rows} rowKey={rowKey} selection={selection} />
      <LoadMore query={query} />
    </>
  );
}

export function ListPage({ children }: { readonly children: ReactNode }) {
  return <div className={styles.page}>{children}</div>;
}

export function FilterBar({ children }: { readonly children: ReactNode }) {
  return <div className={styles.bar}>{children}</div>;
}
