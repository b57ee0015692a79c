/** A table of few rows, for pages that need no virtual list. Narrow screens show each row as a card. */
import type { ReactNode } from 'react';
import { Checkbox } from './checkbox.tsx';
import styles from './table.module.css';

export interface TableColumn<Row> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
  /** Left out where the screen is narrow. */
  readonly wideOnly?: boolean;
}

/** Marks before the rows. */
export interface RowSelection<Row> {
  readonly words: { readonly all: string; readonly one: (row: Row) => string };
  readonly state: 'none' | 'some' | 'all';
  readonly isSelected: (row: Row) => boolean;
  readonly onToggle: (row: Row) => void;
  readonly onToggleAll: () => void;
}

export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
  selection,
}: {
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Left out where nothing can be selected. */
  readonly selection?: RowSelection<Row> | undefined;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={styles.frame} aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {selection && (
              <th scope="col" data-select>
                <Checkbox
                  label={selection.words.all}
                  hideLabel
                  checked={selection.state === 'all'}
                  mixed={selection.state === 'some'}
                  onChange={selection.onToggleAll}
                />
              </th>
            )}
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                data-align={column.align}
                data-wide-only={column.wideOnly || undefined}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} data-selected={selection?.isSelected(row) || undefined}>
              {selection && (
                <td data-select>
                  <Checkbox
                    label={selection.words.one(row)}
                    hideLabel
                    checked={selection.isSelected(row)}
                    onChange={() => selection.onToggle(row)}
                  />
                </td>
              )}
              {columns.map((column) => (
                <td
                  key={column.key}
                  data-align={column.align}
                  data-wide-only={column.wideOnly || undefined}
                  data-label={typeof column.header === 'string' ? column.header : undefined}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
