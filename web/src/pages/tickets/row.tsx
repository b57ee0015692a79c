import { type CSSProperties, memo } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { useChanged } from '../../live/changed.ts';
import { columns } from './columns.tsx';
import styles from './list.module.css';

interface RowProps {
  readonly ticket: Ticket;
  readonly index: number;
  readonly place: CSSProperties;
  readonly active: boolean;
  readonly scrolling: boolean;
  /** Undefined where nothing can be selected. */
  readonly selected: boolean | undefined;
  readonly onOpen: (id: string) => void;
  readonly onActive: (index: number) => void;
  readonly onToggle: (id: string) => void;
}

export const Row = memo(function Row({
  ticket,
  index,
  place,
  active,
  scrolling,
  selected,
  onOpen,
  onActive,
  onToggle,
}: RowProps) {
  const text = useText();
  const changed = useChanged('ticket', ticket.id);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the list is no table. Keys are handled by the grid around it.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={styles.row}
      style={place}
      data-index={index}
      data-id={ticket.id}
      tabIndex={active ? 0 : -1}
      onFocus={() => onActive(index)}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('label')) onOpen(ticket.id);
      }}
    >
      {selected !== undefined && (
        // biome-ignore lint/a11y/useSemanticElements: see above.
        <div role="gridcell" tabIndex={-1} className={styles.select}>
          <Checkbox
            label={text('tickets.select', { number: ticket.number })}
            hideLabel
            checked={selected}
            onChange={() => onToggle(ticket.id)}
            tabIndex={-1}
          />
        </div>
      )}
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see above.
        <div
          key={column.key}
          role="gridcell"
          tabIndex={-1}
          data-column={column.key}
          data-priority={column.priority}
          className={column.fields.some((field) => changed.has(field)) ? 'changed' : undefined}
        >
          {column.cell(ticket, scrolling)}
        </div>
      ))}
    </div>
  );
});
