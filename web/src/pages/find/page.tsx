/** Customer service's start: a customer or a ticket, found while two letters are typed. Arrows lead through it. */

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus, Search, SearchX } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useDeferredValue,
  useEffect,
  useRef,
  useState,
} from 'react';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { customerSearch } from '../../api/customers.ts';
import { ticketSearch } from '../../api/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { LinkButton } from '../../kit/link-button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { CustomerStatusLabel } from '../../people/words.tsx';
import { useMay } from '../../session/session.ts';
import { useShortcuts } from '../../session/use-shortcut.ts';
import { Sla } from '../../tickets/sla.tsx';
import { TicketStatusLabel } from '../../tickets/words.tsx';
import styles from './page.module.css';

const ROWS = 8;

export function Page() {
  const text = useText();
  const may = useMay();
  const page = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const asked = typed.trim().slice(0, 100);
  const words = useDeferredValue(asked);
  // Enter before the answer is there opens the first of it when it comes, never one of the answer before.
  const [opens, setOpens] = useState<string>();
  const onFresh = useCallback(
    (fresh: string) => {
      if (opens !== fresh) return;
      setOpens(undefined);
      page.current?.querySelector<HTMLElement>('[data-result]')?.click();
    },
    [opens],
  );
  useShortcuts({ '/': () => field.current?.focus() });

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const found = [...(page.current?.querySelectorAll<HTMLElement>('[data-result]') ?? [])];
    if (event.key === 'Enter' && event.target === field.current)
      setOpens(asked.length > 1 ? asked : undefined);
    else if (step !== 0) {
      const at = found.indexOf(document.activeElement as HTMLElement) + step;
      (at < 0 ? field.current : found[Math.min(at, found.length - 1)])?.focus();
    } else return;
    event.preventDefault();
  }

  return (
    <>
      <PageHeader title={text('find.title')}>
        {may('tickets.create') && (
          <LinkButton to="/tickets/new" icon={<Plus size={16} aria-hidden="true" />}>
            {text('nav.newTicket')}
          </LinkButton>
        )}
      </PageHeader>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the field and the links in it. */}
      <div ref={page} className={styles.page} onKeyDown={onKeyDown}>
        <div className={styles.field}>
          <Search size={18} aria-hidden="true" />
          <input
            ref={field}
            type="search"
            className={styles.input}
            aria-label={text('find.placeholder')}
            placeholder={text('find.placeholder')}
            // biome-ignore lint/a11y/noAutofocus: finding is what this page is for.
            autoFocus
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <Results words={words} onFresh={onFresh} />
      </div>
    </>
  );
}

function Results({
  words,
  onFresh,
}: {
  readonly words: string;
  /** What is shown is the answer to these words. */
  readonly onFresh: (words: string) => void;
}) {
  const text = useText();
  const may = useMay();
  const asked = words.length > 1;
  const customers = useQuery({ ...customerSearch(words), enabled: asked });
  const tickets = useQuery({ ...ticketSearch(words), enabled: asked || words === '' });
  const fresh =
    !customers.isPlaceholderData && !tickets.isPlaceholderData && !customers.isLoading && !tickets.isLoading;
  useEffect(() => {
    if (fresh) onFresh(words);
  }, [fresh, words, onFresh]);
  const failed = [customers, tickets].find((query) => query.isError && !query.data);
  const people = asked ? (customers.data?.data ?? []).slice(0, ROWS) : [];
  const found = asked || words === '' ? (tickets.data?.data ?? []).slice(0, ROWS) : [];
  if (failed) return <ErrorState error={failed.error as Error} onRetry={() => void failed.refetch()} />;
  if (tickets.isLoading || customers.isLoading) return <SkeletonLines lines={6} />;
  if (asked && people.length + found.length === 0)
    return (
      <EmptyState icon={<SearchX size={22} />} title={text('palette.empty')}>
        {text('find.empty')}
      </EmptyState>
    );
  return (
    <div className={styles.results} aria-live="polite">
      {people.length > 0 && (
        <Group title={text('customers.title')}>
          {people.map((one) => (
            <li key={one.id} className={styles.row}>
              <Link to={`/customers/${one.id}` as string} className={styles.main} data-result>
                <span className={styles.name}>{one.name}</span>
                <span className={styles.detail}>
                  {[one.code, one.phone, zoneName(one.zone)].filter(Boolean).join(' · ')}
                </span>
              </Link>
              <span className={styles.status}>
                <CustomerStatusLabel status={one.status} />
              </span>
              {may('tickets.create') && (
                <LinkButton
                  to="/tickets/new"
                  search={{ customer: one.id }}
                  variant="secondary"
                  icon={<Plus size={16} aria-hidden="true" />}
                >
                  <span className="visually-hidden">{one.name}: </span>
                  {text('find.ticket')}
                </LinkButton>
              )}
            </li>
          ))}
        </Group>
      )}
      {found.length > 0 && (
        <Group title={text(asked ? 'tickets.title' : 'find.recent')}>
          {found.map((one) => (
            <li key={one.id} className={styles.row}>
              <Link to={`/tickets/${one.id}` as string} className={styles.main} data-result>
                <span className={styles.name}>{one.title}</span>
                <span className={styles.detail}>
                  {[one.number, one.zone && zoneName(one.zone)].filter(Boolean).join(' · ')}
                </span>
              </Link>
              <span className={styles.status}>
                <TicketStatusLabel status={one.status} merged={one.mergedInto !== null} />
              </span>
              <span className={styles.clock}>
                <Sla ticket={one} />
              </span>
            </li>
          ))}
        </Group>
      )}
    </div>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.group}>
      <h2>{title}</h2>
      <ul className={styles.rows}>{children}</ul>
    </section>
  );
}
