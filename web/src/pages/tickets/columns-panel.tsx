/**
 * Which columns, in which order: checked ones show, arrows or a drag move them, Alt with an arrow key as well. The list
 * follows at once.
 */
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type TicketColumn, ticketColumns } from '../../../../src/contracts/views.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { IconButton } from '../../kit/icon-button.tsx';
import { columns as known } from './columns.tsx';
import styles from './columns-panel.module.css';
import { defaultColumns, FIXED, moveColumn } from './fit-columns.ts';

export function ColumnsPanel({
  columns,
  onChange,
}: {
  readonly columns: readonly TicketColumn[];
  readonly onChange: (columns: readonly TicketColumn[]) => void;
}) {
  const text = useText();
  const list = useRef<HTMLUListElement>(null);
  const hidden = ticketColumns.filter((key) => !columns.includes(key));
  /** The focus goes with the column. */
  const follow = (key: TicketColumn | undefined) =>
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-key="${key}"] [type="checkbox"]`)?.focus(),
    );
  const move = (from: number, to: number) => {
    onChange(moveColumn(columns, from, to));
    follow(columns[from]);
  };
  const show = (key: TicketColumn, on: boolean) => {
    onChange(on ? [...columns, key] : columns.filter((one) => one !== key));
    follow(key);
  };
  return (
    <>
      <ul ref={list} className={styles.list}>
        {columns.map((key, index) => (
          <Shown
            key={key}
            column={key}
            index={index}
            last={index === columns.length - 1}
            onMove={move}
            onHide={() => show(key, false)}
          />
        ))}
        {hidden.map((key) => (
          <li key={key} className={styles.item} data-key={key}>
            <span className={styles.grip} />
            <Checkbox label={text(known[key].label)} checked={false} onChange={() => show(key, true)} />
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <Button variant="quiet" size="small" onClick={() => onChange(defaultColumns)}>
          {text('columns.reset')}
        </Button>
      </div>
    </>
  );
}

function Shown({
  column,
  index,
  last,
  onMove,
  onHide,
}: {
  readonly column: TicketColumn;
  readonly index: number;
  readonly last: boolean;
  readonly onMove: (from: number, to: number) => void;
  readonly onHide: () => void;
}) {
  const text = useText();
  const item = useRef<HTMLLIElement>(null);
  const [dragged, setDragged] = useState(false);
  const [over, setOver] = useState(false);
  const latest = useRef(onMove);
  useEffect(() => {
    latest.current = onMove;
  });
  useEffect(() => {
    const element = item.current;
    if (!element) return;
    const stopDrag = draggable({
      element,
      getInitialData: () => ({ columnIndex: index }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
    const stopDrop = dropTargetForElements({
      element,
      canDrop: ({ source }) => typeof source.data.columnIndex === 'number',
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop({ source }) {
        setOver(false);
        latest.current(source.data.columnIndex as number, index);
      },
    });
    return () => {
      stopDrag();
      stopDrop();
    };
  }, [index]);
  const name = text(known[column].label);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    onMove(index, index + step);
  };
  return (
    <li
      ref={item}
      className={styles.item}
      data-key={column}
      data-dragged={dragged || undefined}
      data-over={over || undefined}
      onKeyDown={onKeyDown}
    >
      <span className={styles.grip} aria-hidden="true">
        <GripVertical size={14} />
      </span>
      <span className={styles.name}>
        {column === FIXED ? (
          <span className={styles.fixed}>{name}</span>
        ) : (
          <Checkbox label={name} checked onChange={onHide} />
        )}
      </span>
      <IconButton
        label={text('columns.up', { name })}
        disabled={index === 0}
        onClick={() => onMove(index, index - 1)}
      >
        <ArrowUp size={15} />
      </IconButton>
      <IconButton
        label={text('columns.down', { name })}
        disabled={last}
        onClick={() => onMove(index, index + 1)}
      >
        <ArrowDown size={15} />
      </IconButton>
    </li>
  );
}
