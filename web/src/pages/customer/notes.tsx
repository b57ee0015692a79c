/** What staff wrote about a customer, newest first. A note that was not sent is kept as a draft. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { NotebookPen } from 'lucide-react';
import type { Customer } from '../../../../src/contracts/customers.ts';
import { commandCustomer, customerKeys, customerNotes } from '../../api/customers.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { TextArea } from '../../kit/text-area.tsx';
import { CellDetail, Time } from '../../lists/cells.tsx';
import { LoadMore } from '../../lists/load-more.tsx';
import styles from './page.module.css';

export function Notes({ customer }: { readonly customer: Customer }) {
  const text = useText();
  const list = useInfiniteQuery(customerNotes(customer.id));
  const notes = list.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <div className={styles.part}>
      {customer.allowed.includes('notes') && <Composer id={customer.id} />}
      {list.isPending && <SkeletonLines lines={4} />}
      {list.isError && notes.length === 0 && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data && notes.length === 0 && (
        <EmptyState icon={<NotebookPen size={22} />} title={text('notes.empty')} />
      )}
      <ul className={styles.notes}>
        {notes.map(({ id, text: words, by, at }) => (
          <li key={id} className={styles.note}>
            <p>{words}</p>
            <CellDetail>
              {by.name ?? text('ticket.system')} · <Time at={at} />
            </CellDetail>
          </li>
        ))}
      </ul>
      <LoadMore query={list} />
    </div>
  );
}

function Composer({ id }: { readonly id: string }) {
  const text = useText();
  const [words, keep, forget] = useDraft(`customer.note.${id}`, '');
  const { mutate, isPending } = useDeed<string>({
    act: (written) => commandCustomer(id, 'notes', { text: written.trim() }),
    done: () => text('notes.added'),
    stale: [customerKeys.all],
    onDone: forget,
  });
  return (
    <form
      className={styles.part}
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() !== '' && !isPending) mutate(words);
      }}
    >
      <TextArea
        label={text('notes.new')}
        hint={text('notes.hint')}
        maxLength={2_000}
        value={words}
        onChange={(event) => keep(event.target.value)}
      />
      <div>
        <Button type="submit" busy={isPending} disabled={words.trim() === ''}>
          {text('notes.add')}
        </Button>
      </div>
    </form>
  );
}
