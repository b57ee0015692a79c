/**
 * The columns that a person wants in all lists: at once here, everywhere else when the event comes.
 *
 * One change is sent after the other, the newest alone of those that wait, so that the last one holds. Until it does, what
 * is read meanwhile takes nothing of it back.
 */
import type { TicketColumn } from '../../../../src/contracts/views.ts';
import { queryClient } from '../../api/query-client.ts';
import { changeListSettings, viewKeys } from '../../api/views.ts';
import { createStore } from '../../session/store.ts';
import { defaultColumns } from './fit-columns.ts';

/** Undefined when what is shown is what is kept. */
export const unsavedColumns = createStore<readonly TicketColumn[] | undefined>(undefined);

let sending = false;

export function keepColumns(columns: readonly TicketColumn[]): void {
  unsavedColumns.set(columns);
  if (!sending) void send();
}

async function send(): Promise<void> {
  sending = true;
  for (let wanted = unsavedColumns.get(); wanted !== undefined; wanted = newerThan(wanted)) {
    const columns = wanted.join() === defaultColumns.join() ? null : [...wanted];
    // Refused, it is as it was: what is read next says how.
    await changeListSettings({ columns }).catch(() => undefined);
    if (unsavedColumns.get() === wanted) await queryClient.invalidateQueries({ queryKey: viewKeys.all });
  }
  sending = false;
  unsavedColumns.set(undefined);
}

function newerThan(sent: readonly TicketColumn[]): readonly TicketColumn[] | undefined {
  const now = unsavedColumns.get();
  return now === sent ? undefined : now;
}
