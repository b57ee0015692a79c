/** What the list shows: the view, what was changed of it, and how both are changed. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type * as z from 'zod/mini';
import type { Permission } from '../../../../src/contracts/permissions.ts';
import type { BuiltInView, TicketColumn, View } from '../../../../src/contracts/views.ts';
import { queryClient } from '../../api/query-client.ts';
import type { TicketFilter } from '../../api/ticket-filter.ts';
import { ticketWindow } from '../../api/ticket-window.ts';
import { type ViewList, viewList } from '../../api/views.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { readSearch } from '../../app/search-text.ts';
import { currentUser, useMay } from '../../session/session.ts';
import { createStore, useStore } from '../../session/store.ts';
import { defaultColumns } from './fit-columns.ts';
import { keepColumns, unsavedColumns } from './personal-columns.ts';
import { builtIns, sameFilter, searchOf, ticketsSearch, tidy } from './search.ts';

export interface ListState {
  /** It is not known yet what to show. */
  readonly pending: boolean;
  /** The address names a view that is not there, or not theirs. */
  readonly missing: boolean;
  /** It depends on the saved views what to show, and those could not be read. */
  readonly unread: Error | undefined;
  readonly views: readonly View[];
  /** The saved view that the list began with. */
  readonly view: View | undefined;
  readonly builtIn: BuiltInView | undefined;
  readonly defaultViewId: string;
  readonly filter: TicketFilter;
  readonly columns: readonly TicketColumn[];
  /** They belong to the view; else they are those that the person has chosen for all lists. */
  readonly ownColumns: boolean;
  /** Filter or columns differ from the saved view. */
  readonly modified: boolean;
  change(change: TicketFilter): void;
  choose(viewId: string): void;
  setColumns(columns: readonly TicketColumn[]): void;
  /** Reads the saved views once more. */
  readAgain(): void;
  /** As it was saved. */
  reset(): void;
}

/** Columns that were changed of a saved view and are not saved with it. */
const changedColumns = createStore<Readonly<Record<string, readonly TicketColumn[]>>>({});

export function useListState(): ListState {
  const may = useMay();
  const search = useSearchOf(ticketsSearch);
  const setSearch = useSetSearch();
  const hasViews = mayHaveViews(may);
  const { data, isPending, error, failureCount, errorUpdateCount, refetch } = useQuery({
    ...viewList,
    enabled: hasViews,
  });
  const failedBefore = failureCount > 0 || errorUpdateCount > 0;
  const drafts = useStore(changedColumns);

  const shown = useMemo(() => shownBy(search, data), [search, data]);
  const { filtered, builtIn, view, saved, filter, defaultViewId, bySaved } = shown;
  const draft = view && drafts[view.id];
  const personal = useStore(unsavedColumns) ?? data?.settings.columns ?? defaultColumns;
  const columns = draft ?? view?.columns ?? personal;
  const modified =
    view !== undefined &&
    saved !== undefined &&
    (!sameFilter(filter, saved) || columns.join() !== (view.columns ?? personal).join());

  const change = useCallback(
    (changes: TicketFilter) => {
      const next = tidy({ ...filter, ...changes });
      // Nothing at all in the address means what the person begins with.
      setSearch(searchOf(next, Object.keys(next).length === 0 ? 'all' : view?.id));
    },
    [filter, view?.id, setSearch],
  );
  const choose = useCallback((id: string) => setSearch(searchOf({}, id)), [setSearch]);
  const forget = useCallback((id: string) => {
    const { [id]: _gone, ...rest } = changedColumns.get();
    changedColumns.set(rest);
  }, []);
  const setColumns = useCallback(
    (next: readonly TicketColumn[]) => {
      if (view) changedColumns.set({ ...changedColumns.get(), [view.id]: next });
      else keepColumns(next);
    },
    [view],
  );
  const reset = useCallback(() => {
    if (!view) return;
    forget(view.id);
    choose(view.id);
  }, [view, forget, choose]);

  return {
    pending: hasViews && isPending && awaits(bySaved, { failedBefore }),
    missing: (data !== undefined || !hasViews) && bySaved === 'asked' && !view,
    unread: (data === undefined && bySaved && error) || undefined,
    views: data?.data ?? [],
    view,
    builtIn: filtered ? builtInLike(filter) : builtIn,
    defaultViewId,
    filter,
    columns,
    ownColumns: draft !== undefined || (view?.columns ?? null) !== null,
    modified,
    change,
    choose,
    setColumns,
    readAgain: () => void refetch(),
    reset,
  };
}

/** Asks for what the list will show, before it is drawn. */
export async function beginList(raw: Readonly<Record<string, unknown>>): Promise<void> {
  const { permissions } = currentUser();
  const search = readSearch(ticketsSearch, raw);
  const hasViews = mayHaveViews((permission) => permissions.includes(permission));
  const { bySaved, filter } = shownBy(search, undefined);
  const asks = !hasViews || !awaits(bySaved, { failedBefore: false });
  await Promise.all([
    hasViews && queryClient.prefetchQuery(viewList),
    asks && queryClient.prefetchQuery(ticketWindow(filter)),
  ]);
}

function mayHaveViews(may: (permission: Permission) => boolean): boolean {
  return may('tickets.view_all') || may('tickets.view_zone');
}

type Search = Partial<z.infer<typeof ticketsSearch>>;

/** Which filter the address means. */
function shownBy(search: Search, views: ViewList | undefined) {
  const asked = search.view;
  const own = tidy(search as TicketFilter);
  const filtered = Object.keys(own).length > 0;
  const defaultViewId = views?.settings.defaultViewId ?? 'all';
  const viewId = asked ?? (filtered ? undefined : defaultViewId);
  const builtIn = viewId !== undefined && viewId in builtIns ? (viewId as BuiltInView) : undefined;
  const view = builtIn ? undefined : views?.data.find(({ id }) => id === viewId);
  const saved = builtIn ? builtIns[builtIn] : view && tidy({ ...view.filter, sort: view.sort });
  return {
    filtered,
    builtIn,
    view,
    saved,
    defaultViewId,
    filter: filtered ? own : (saved ?? own),
    /** Whether the saved views say what to show: the one that was asked for, or with which the person begins. */
    bySaved: bySavedViews(asked, filtered),
  };
}

type BySaved = 'asked' | 'default' | undefined;

function bySavedViews(asked: string | undefined, filtered: boolean): BySaved {
  if (filtered || (asked !== undefined && asked in builtIns)) return undefined;
  return asked === undefined ? 'default' : 'asked';
}

/** Most people begin with all tickets: those are shown until it is known better, unless that has failed before. */
function awaits(bySaved: BySaved, { failedBefore }: { readonly failedBefore: boolean }): boolean {
  return bySaved === 'asked' || (bySaved === 'default' && failedBefore);
}

/** What is saved of the list as it stands. */
export function contentOf({ filter, columns, ownColumns }: ListState) {
  const { sort, ...conditions } = filter;
  return {
    filter: conditions as View['filter'],
    sort: (sort ?? '-createdAt') as View['sort'],
    columns: ownColumns ? [...columns] : null,
  };
}

function builtInLike(filter: TicketFilter): BuiltInView | undefined {
  return (Object.keys(builtIns) as BuiltInView[]).find((name) => sameFilter(filter, builtIns[name]));
}
