/**
 * The rows, virtual: only those on the screen exist, and the scroll bar stands for all of them. What is scrolled to and
 * not held is read when scrolling rests.
 *
 * One row has the focus (roving): arrows or j/k move it, Enter opens, x or Space selects, with Shift up to here.
 */
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Viewport } from '../../../../src/contracts/rendering.ts';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import type { TicketColumn } from '../../../../src/contracts/views.ts';
import { PAGE_ROWS } from '../../api/ticket-window.ts';
import { type Selection, selectRange, selects, toggleOne } from '../../bulk/selection.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { refreshRows } from '../../live/ticket-cache.ts';
import { useRendered } from '../../session/rendered.ts';
import { useMay } from '../../session/session.ts';
import { useShortcuts } from '../../session/use-shortcut.ts';
import { fitColumns, gridTemplate } from './fit-columns.ts';
import { HeadCell } from './head-cell.tsx';
import styles from './list.module.css';
import { Row } from './row.tsx';

const REFRESH_MS = 400;
const REST_MS = 60;
/** Rows beyond the screen that are read before they are reached. */
const AHEAD = 20;
/** As in the style sheets. */
const COMPACT_PX = 640;
const DESK_FROM_PX = 900;
const NAV_PX = 208;
const SIDES_PX = 32;
const SELECT_PX = 40;
/** What a card shows, whatever the columns are. */
const card: readonly TicketColumn[] = ['title', 'due', 'number', 'status'];

export interface ListProps {
  /** As long as the list; empty where it is not held. */
  readonly rows: readonly (Ticket | undefined)[];
  readonly columns: readonly TicketColumn[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  /** The pages that are looked at. */
  readonly onLook: (pages: readonly number[]) => void;
  /** Undefined where nothing can be done to many. */
  readonly selection: Selection | undefined;
  readonly onSelect: (selection: Selection) => void;
}

export function TicketList({ rows, columns, sort, onSort, onLook, selection, onSelect }: ListProps) {
  const text = useText();
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const anchor = useRef(0);
  const widthPx = useWidth(scroller);
  const compact = widthPx < COMPACT_PX;
  const roomPx = widthPx - SIDES_PX - (selection ? SELECT_PX : 0);
  const seesCustomers = useMay()('customers.view');
  // Whose ticket it is is not told to those who see no customers: a column of dashes would only take room.
  const told = seesCustomers ? columns : columns.filter((name) => name !== 'customer');
  const shown = compact ? card : fitColumns(told, roomPx);
  const rendered = useRendered();
  const virtual = useVirtualizer({
    ...(rendered ? { initialRect: { width: widthPx, height: rendered.viewport.heightPx } } : {}),
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (compact ? 76 : 37),
    getItemKey: (index) => rows[index]?.id ?? `at ${index}`,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row height has changed.
  useEffect(() => virtual.measure(), [compact]);

  const first = Math.max(0, (items[0]?.index ?? 0) - AHEAD);
  const last = Math.min(rows.length - 1, (items.at(-1)?.index ?? 0) + AHEAD);
  const firstPage = Math.floor(first / PAGE_ROWS);
  const lastPage = Math.max(firstPage, Math.floor(last / PAGE_ROWS));
  const holes = rows.slice(first, last + 1).includes(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new holes are looked at as well.
  useEffect(() => {
    const pages = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index);
    const timer = setTimeout(() => onLook(pages), REST_MS);
    return () => clearTimeout(timer);
  }, [firstPage, lastPage, holes, onLook]);

  const visible = items.map(({ index }) => rows[index]?.id ?? '').join();
  const seqs = items.map(({ index }) => rows[index]?.seq ?? 0).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: changed rows are asked for again.
  useEffect(() => {
    const timer = setTimeout(() => void refreshRows(visible.split(',')), REFRESH_MS);
    return () => clearTimeout(timer);
  }, [visible, seqs]);

  const open = useCallback(
    (id: string) => void navigate({ to: '/tickets/$id', params: { id } } as never),
    [navigate],
  );
  const toggle = useCallback(
    (index: number, upToHere: boolean) => {
      const row = rows[index];
      if (!selection || !row) return;
      onSelect(
        upToHere ? selectRange(selection, rows, anchor.current, index) : toggleOne(selection, rows, row.id),
      );
      if (!upToHere) anchor.current = index;
    },
    [selection, onSelect, rows],
  );
  const move = (to: number, extend = false) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    if (extend && selection) onSelect(selectRange(selection, rows, anchor.current, index));
    else anchor.current = index;
    setActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
    focusSoon(scroller.current, index);
  };
  const here = () => (scroller.current?.contains(document.activeElement) ? active + 1 : active);
  const current = rows[active];
  const keys: readonly (readonly [key: string, act: () => void])[] = [
    ['j', () => move(here())],
    ['k', () => move(active - 1)],
    ['J', () => move(here(), true)],
    ['K', () => move(active - 1, true)],
    ['x', () => toggle(active, false)],
    ['X', () => toggle(active, true)],
  ];
  useShortcuts(Object.fromEntries(keys));

  function onKeyDown(event: KeyboardEvent): void {
    // What stands in the heads of the columns is pressed itself.
    const isPress = event.key === 'Enter' || event.key === ' ';
    if (isPress && (event.target as HTMLElement).closest('[role="columnheader"]')) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 15,
      PageUp: active - 15,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to, event.shiftKey);
    else if (event.key === 'Enter' && current && event.target === event.currentTarget.querySelector(':focus'))
      open(current.id);
    else if (event.key === ' ' && selection && current && !isBox(event.target))
      toggle(active, event.shiftKey);
    else return;
    event.preventDefault();
  }

  const loaded = rows.flatMap((row) => (row ? [row.id] : []));
  const chosen = selection ? selection.ids.size : 0;
  const grid = compact ? {} : ({ '--columns': gridTemplate(shown) } as CSSProperties);
  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows that exist only while they are seen cannot be a table. */}
      <div
        ref={scroller}
        className={styles.scroller}
        style={grid}
        role="grid"
        aria-label={text('tickets.title')}
        aria-rowcount={rows.length + 1}
        aria-multiselectable={selection ? true : undefined}
        data-selectable={selection ? true : undefined}
        data-compact={compact || undefined}
        tabIndex={rows.length === 0 ? 0 : -1}
        onKeyDown={onKeyDown}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <div className={styles.head} role="row" tabIndex={-1} aria-rowindex={1}>
          {selection && (
            // biome-ignore lint/a11y/useSemanticElements: see above.
            <div role="columnheader" tabIndex={-1} className={styles.select}>
              <Checkbox
                label={text('tickets.selectAll')}
                hideLabel
                checked={selection.all || (chosen > 0 && chosen === loaded.length)}
                mixed={!selection.all && chosen > 0 && chosen < loaded.length}
                onChange={(on) => onSelect({ all: false, ids: new Set(on ? loaded : []) })}
              />
            </div>
          )}
          {shown.map((column) => (
            <HeadCell key={column} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start, size, key }) => {
            const ticket = rows[index];
            const place = { transform: `translateY(${start}px)`, height: size };
            if (!ticket)
              return (
                <div key={key} className={styles.row} style={place} data-index={index} aria-hidden="true">
                  <Skeleton width="40%" />
                </div>
              );
            return (
              <Row
                key={key}
                ticket={ticket}
                columns={shown.join()}
                index={index}
                place={place}
                active={index === active}
                selected={selection && selects(selection, ticket.id)}
                onOpen={open}
                onActive={setActive}
                onToggle={toggle}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Space in a box is the box's. */
function isBox(target: EventTarget): boolean {
  return target instanceof HTMLInputElement;
}

/** A row far away has to be read first. */
function focusSoon(scroller: HTMLElement | null, index: number, tries = 40): void {
  requestAnimationFrame(() => {
    const row = scroller?.querySelector<HTMLElement>(`[role="row"][data-index="${index}"]`);
    if (row) row.focus({ preventScroll: true });
    else if (tries > 0 && scroller?.isConnected) focusSoon(scroller, index, tries - 1);
  });
}

/** Beside the navigation, where there is room for it. */
function widthIn({ widthPx }: Viewport): number {
  return widthPx < DESK_FROM_PX ? widthPx : widthPx - NAV_PX;
}

/** Known before the rows are first drawn: with a guess they would be drawn twice. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const rendered = useRendered();
  const [widthPx, setWidthPx] = useState(() => (rendered ? widthIn(rendered.viewport) : innerWidth));
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    setWidthPx(current.clientWidth);
    const observer = new ResizeObserver(() => setWidthPx(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return widthPx;
}
