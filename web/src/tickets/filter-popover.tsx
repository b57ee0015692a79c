/** A filter behind a button that says what is chosen; with a field for words where there is much to choose from. */
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Popover } from '../kit/popover.tsx';
import styles from './filter-menu.module.css';

export function FilterPopover({
  label,
  chosen,
  above,
  find,
  children,
}: {
  readonly label: string;
  /** What is chosen, in few words; left out when nothing is. */
  readonly chosen?: ReactNode;
  readonly above?: ReactNode;
  readonly find?: {
    readonly label: string;
    readonly words: string;
    readonly onWords: (words: string) => void;
  };
  /** Items of a list. */
  readonly children: ReactNode;
}) {
  return (
    <Popover
      title={label}
      trigger={
        <button type="button" className={styles.trigger} data-active={chosen !== undefined || undefined}>
          {label}
          {chosen !== undefined && <span className={styles.chosen}>{chosen}</span>}
          <ChevronDown size={14} aria-hidden="true" />
        </button>
      }
    >
      {above}
      {find && (
        <input
          type="search"
          className={styles.search}
          aria-label={find.label}
          placeholder={find.label}
          value={find.words}
          onChange={(event) => find.onWords(event.target.value)}
        />
      )}
      <ul className={styles.list}>{children}</ul>
    </Popover>
  );
}
