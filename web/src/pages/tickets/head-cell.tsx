/** The head of a column; where the API sorts by it, a button that does. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { TicketColumn } from '../../../../src/contracts/views.ts';
import { useText } from '../../i18n/text.ts';
import { columns } from './columns.tsx';
import styles from './list.module.css';

export function HeadCell({
  column,
  sort,
  onSort,
}: {
  readonly column: TicketColumn;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}) {
  const text = useText();
  const { label, sort: name } = columns[column];
  const direction =
    name === undefined
      ? undefined
      : sort === name
        ? 'ascending'
        : sort === `-${name}`
          ? 'descending'
          : undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the list is no table.
    <div
      role="columnheader"
      tabIndex={-1}
      data-column={column}
      aria-sort={name === undefined ? undefined : (direction ?? 'none')}
    >
      {name === undefined ? (
        text(label)
      ) : (
        <button
          type="button"
          className={styles.sort}
          onClick={() => onSort(direction === 'ascending' ? `-${name}` : name)}
        >
          {text(label)}
          {direction === 'ascending' && <ArrowUp size={13} aria-hidden="true" />}
          {direction === 'descending' && <ArrowDown size={13} aria-hidden="true" />}
        </button>
      )}
    </div>
  );
}
