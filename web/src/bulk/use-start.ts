/** Begins a bulk job for what is selected; it goes on whether the page is open or not. */
import type { BulkAction, BulkKind } from '../../../src/contracts/bulk.ts';
import { bulkKeys, startBulk } from '../api/bulk.ts';
import { useOnce } from '../api/use-once.ts';
import { useDeed } from '../forms/use-deed.ts';
import { useText } from '../i18n/text.ts';
import { nothingSelected, type Selection } from './selection.ts';

export function useStart<A extends BulkAction>({
  kind,
  selection,
  count,
  filter,
  onSelect,
  onDone,
}: {
  readonly kind: BulkKind;
  readonly selection: Selection;
  readonly count: number;
  /** What the list shows. */
  readonly filter: object;
  readonly onSelect: (selection: Selection) => void;
  readonly onDone: () => void;
}) {
  const text = useText();
  const once = useOnce();
  return useDeed<A>({
    act: (action) => {
      const target = selection.all ? { filter, expected: count } : { ids: [...selection.ids] };
      const start = { action, ...target };
      return once(start, (key) => startBulk(kind, start, key));
    },
    done: () => text('bulk.begun', { count, kind }),
    stale: [bulkKeys.list],
    onDone: () => {
      onDone();
      onSelect(nothingSelected);
    },
  });
}
