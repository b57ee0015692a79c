/** What can be done to the selected rows: how many they are, all that match, and the buttons of the list. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { BULK_MAX, type BulkKind } from '../../../src/contracts/bulk.ts';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import styles from './bar.module.css';
import { nothingSelected, type Selection } from './selection.ts';

/** Of the bars of the lists that stand above them. */
export interface BulkBarProps<Filter> {
  readonly filter: Filter;
  /** Rows that are read. */
  readonly held: number;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
}

export function BulkBar({
  kind,
  selection,
  total,
  held,
  above = false,
  onSelect,
  children,
}: {
  readonly kind: BulkKind;
  readonly selection: Selection;
  /** Of the list; undefined while it is not known. */
  readonly total: number | undefined;
  /** Rows that are read. */
  readonly held: number;
  /** Stands above the list, not below it; offers all that match at once, since cards of a phone have no head to press. */
  readonly above?: boolean;
  readonly onSelect: (selection: Selection) => void;
  readonly children: (state: { readonly count: number; readonly disabled: boolean }) => ReactNode;
}) {
  const text = useText();
  const formats = useFormats();
  const count = selection.all ? (total ?? 0) : selection.ids.size;
  const tooMany = count > BULK_MAX;
  return (
    <section
      className={above ? `${styles.bar} ${styles.above}` : styles.bar}
      aria-label={text('bulk.title', { kind })}
    >
      <IconButton label={text('bulk.clear')} onClick={() => onSelect(nothingSelected)}>
        <X size={18} />
      </IconButton>
      <span className={styles.count} role="status">
        {text(selection.all ? 'bulk.all' : 'bulk.selected', { count, kind })}
      </span>
      {!selection.all &&
        total !== undefined &&
        total > Math.max(count, above ? 0 : held) &&
        (above || count >= held) && (
          <Button variant="quiet" onClick={() => onSelect({ all: true, ids: selection.ids })}>
            {text('bulk.selectAll', { number: total, count: formats.number(total) })}
          </Button>
        )}
      {tooMany && <span role="alert">{text('bulk.tooMany', { count: formats.number(BULK_MAX) })}</span>}
      {children({ count, disabled: tooMany || count === 0 })}
    </section>
  );
}
