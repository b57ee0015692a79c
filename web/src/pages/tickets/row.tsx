import { type CSSProperties, memo, useRef } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import type { TicketColumn } from '../../../../src/contracts/views.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { useChanged } from '../../live/changed.ts';
import { columns } from './columns.tsx';
import styles from './list.module.css';

interface RowProps {
  readonly ticket: Ticket;
  /** Names with commas between: compared as one. */
  readonly columns: string;
  readonly index: number;
  readonly place: CSSProperties;
  readonly active: boolean;
  /** Undefined where nothing can be selected. */
  readonly selected: boolean | undefined;
  readonly onOpen: (id: string) => void;
  readonly onActive: (index: number) => void;
  readonly onToggle: (index: number, upToHere: boolean) => void;
}

export const Row = memo(function Row({
  ticket,
  columns: shown,
  index,
  place,
  active,
  selected,
  onOpen,
  onActive,
  onToggle,
}: RowProps) {
  const text = useText();
  const changed = useChanged('ticket', ticket.id);
  const shift = useRef(false);
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
        <div
          role="gridcell"
          tabIndex={-1}
          className={styles.select}
          onClickCapture={(event) => {
            shift.current = event.shiftKey;
          }}
        >
          <Checkbox
            label={text('tickets.select', { number: ticket.number })}
            hideLabel
            checked={selected}
            onChange={() => onToggle(index, shift.current)}
            tabIndex={-1}
          />
        </div>
      )}
      {(shown.split(',') as TicketColumn[]).map((name) => {
        const { fields, cell } = columns[name];
        return (
          // biome-ignore lint/a11y/useSemanticElements: see above.
          <div
            key={name}
            role="gridcell"
            tabIndex={-1}
            data-column={name}
            className={fields.some((field) => changed.has(field)) ? 'changed' : undefined}
          >
            {cell(ticket)}
          </div>
        );
      })}
    </div>
  );
});
