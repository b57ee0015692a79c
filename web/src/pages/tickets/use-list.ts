/** What the list shows: the view, what was changed of it, and how both are changed. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { BuiltInView, TicketColumn, View } from '../../../../src/contracts/views.ts';
import type { TicketFilter } from '../../api/ticket-filter.ts';
import { viewList } from '../../api/views.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useMay } from '../../session/session.ts';
import { createStore, useStore } from '../../session/store.ts';
import { defaultColumns } from './fit-columns.ts';
import { keepColumns, unsavedColumns } from './personal-columns.ts';
import { builtIns, sameFilter, searchOf, ticketsSearch, tidy } from './search.ts';

export interface ListState {
  /** It is not known yet what to show. */
  readonly pending: boolean;
  /** The address names a view that is not there, or not theirs. */
  readonly missing: boolean;
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
  /** As it was saved. */
  reset(): void;
}

/** Columns that were changed of a saved view and are not saved with it. */
const changedColumns = createStore<Readonly<Record<string, readonly TicketColumn[]>>>({});

export function useListState(): ListState {
  const may = useMay();
  const search = useSearchOf(ticketsSearch);
  const asked = search.view;
  const setSearch = useSetSearch();
  const hasViews = may('tickets.view_all') || may('tickets.view_zone');
  const { data, isPending } = useQuery({ ...viewList, enabled: hasViews });
  const drafts = useStore(changedColumns);

  const own = useMemo(() => tidy(search as TicketFilter), [search]);
  const filtered = Object.keys(own).length > 0;
  const defaultViewId = data?.settings.defaultViewId ?? 'all';
  const viewId = asked ?? (filtered ? undefined : defaultViewId);
  const builtIn = viewId !== undefined && viewId in builtIns ? (viewId as BuiltInView) : undefined;
  const view = builtIn ? undefined : data?.data.find(({ id }) => id === viewId);
  const saved = useMemo(() => {
    if (builtIn) return builtIns[builtIn];
    return view && tidy({ ...view.filter, sort: view.sort });
  }, [builtIn, view]);
  const filter = filtered ? own : (saved ?? own);
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

  const waits = hasViews && isPending && !filtered && builtIn !== 'all' && asked === undefined;
  return {
    pending: waits || (hasViews && isPending && asked !== undefined && !builtIn && !filtered),
    missing: !isPending && !filtered && asked !== undefined && !builtIn && !view,
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
    reset,
  };
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
