/**
 * The rows, virtual: only those on the screen exist. One row has the focus (roving); arrows or j/k move it, Enter
 * opens, x or Space selects. The next page is read before its rows are reached.
 */
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { refreshRows } from '../../live/ticket-cache.ts';
import { useShortcuts } from '../../session/use-shortcut.ts';
import { columns } from './columns.tsx';
import styles from './list.module.css';
import { Row } from './row.tsx';

const AHEAD = 30;
const REFRESH_MS = 400;

export interface ListProps {
  readonly rows: readonly Ticket[];
  readonly hasNext: boolean;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly onEnd: () => void;
  /** Undefined where nothing can be done to many. */
  readonly selection: ReadonlySet<string> | undefined;
  readonly onSelect: (ids: ReadonlySet<string>) => void;
}

export function TicketList({ rows, hasNext, sort, onSort, onEnd, selection, onSelect }: ListProps) {
  const text = useText();
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const compact = useCompact(scroller);
  const virtual = useVirtualizer({
    count: rows.length + (hasNext ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => (compact ? 76 : 37),
    getItemKey: (index) => rows[index]?.id ?? 'next',
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row height has changed.
  useEffect(() => virtual.measure(), [compact]);
  useEffect(() => {
    if (hasNext && last >= rows.length - AHEAD) onEnd();
  }, [hasNext, last, rows.length, onEnd]);

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
    (id: string) => {
      if (!selection) return;
      const next = new Set(selection);
      if (!next.delete(id)) next.add(id);
      onSelect(next);
    },
    [selection, onSelect],
  );
  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    setActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true }),
    );
  };
  const current = rows[active];
  useShortcuts({
    j: () => move(scroller.current?.contains(document.activeElement) ? active + 1 : active),
    k: () => move(active - 1),
    ...(selection && current ? { x: () => toggle(current.id) } : {}),
  });

  function onKeyDown(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 15,
      PageUp: active - 15,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && current && event.target === event.currentTarget.querySelector(':focus'))
      open(current.id);
    else if (event.key === ' ' && selection && current) toggle(current.id);
    else return;
    event.preventDefault();
  }

  const chosen = selection?.size ?? 0;
  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows that exist only while they are seen cannot be a table. */}
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        aria-label={text('tickets.title')}
        aria-rowcount={hasNext ? -1 : rows.length + 1}
        aria-multiselectable={selection ? true : undefined}
        data-selectable={selection ? true : undefined}
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
                checked={chosen > 0 && chosen === rows.length}
                mixed={chosen > 0 && chosen < rows.length}
                onChange={(on) => onSelect(new Set(on ? rows.map((row) => row.id) : []))}
              />
            </div>
          )}
          {columns.map((column) => (
            <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start, size, key }) => {
            const ticket = rows[index];
            const place = { transform: `translateY(${start}px)`, height: size };
            if (!ticket)
              return (
                <div key={key} className={styles.row} style={place} aria-hidden="true">
                  <Skeleton width="40%" />
                </div>
              );
            return (
              <Row
                key={key}
                ticket={ticket}
                index={index}
                place={place}
                active={index === active}
                scrolling={virtual.isScrolling}
                selected={selection?.has(ticket.id)}
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

function HeadCell({
  column: { key, label, sort: name, priority },
  sort,
  onSort,
}: {
  readonly column: (typeof columns)[number];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}) {
  const text = useText();
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
      data-column={key}
      data-priority={priority}
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

/** Two lines a row where the list is narrow; the same width as in the style sheet. */
function useCompact(element: { readonly current: HTMLElement | null }): boolean {
  const [compact, setCompact] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setCompact((entry?.contentRect.width ?? 1_000) < 640));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return compact;
}
