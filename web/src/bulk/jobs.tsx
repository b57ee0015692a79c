/** The own jobs of a list: how far they are, what came of them, and how to end one. Ended ones stay until put away. */
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Bulk, BulkKind } from '../../../src/contracts/bulk.ts';
import { bulkKeys, bulkList, cancelBulk } from '../api/bulk.ts';
import { useDeed } from '../forms/use-deed.ts';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { later } from '../kit/later.ts';
import { useNow } from '../session/clock.ts';
import { readItem, writeItem } from '../session/preferences.ts';
import { createStore, useStore } from '../session/store.ts';
import styles from './jobs.module.css';
import { useCommandName } from './words.ts';

const Results = lazy(later(async () => ({ default: (await import('./results.tsx')).Results })));

const KEPT = 'trunkline.bulk.seen';
const RECENT_MS = 24 * 3_600_000;

/** Jobs that were put away, on this machine. */
const seen = createStore<readonly string[]>([]);
seen.set((readItem(KEPT) ?? '').split(',').slice(-50));

export function BulkJobs({ kind: shown }: { readonly kind: BulkKind }) {
  const text = useText();
  const now = useNow();
  const { data } = useQuery(bulkList);
  const away = useStore(seen);
  const jobs = (data?.data ?? []).filter(
    ({ id, kind, state, createdAt }) =>
      kind === shown &&
      (state === 'running' || (!away.includes(id) && now - Date.parse(createdAt) < RECENT_MS)),
  );
  if (jobs.length === 0) return null;
  return (
    <ul className={styles.jobs} aria-label={text('bulk.jobs')}>
      {jobs.map((job) => (
        <Job key={job.id} job={job} />
      ))}
    </ul>
  );
}

function Job({ job }: { readonly job: Bulk }) {
  const text = useText();
  const formats = useFormats();
  const [reading, setReading] = useState(false);
  const { id, kind, command, state, why, total, done, refused } = job;
  const { mutate, isPending } = useDeed<string>({
    act: cancelBulk,
    done: () => text('bulk.cancelled'),
    stale: [bulkKeys.list],
  });
  const name = useCommandName()(command);
  const figures = {
    name,
    tried: formats.number(done + refused),
    done: formats.number(done),
    total: formats.number(total),
    left: formats.number(total - done - refused),
  };
  return (
    <li className={styles.job}>
      <span className={styles.words} role="status">
        {text(why === 'rights' ? 'bulk.state.rights' : `bulk.state.${state}`, figures)}
        {refused > 0 && (
          <span className={styles.refused}> {text('bulk.refused', { count: refused, kind })}</span>
        )}
      </span>
      {state === 'running' && (
        <progress className={styles.bar} max={total} value={done + refused} aria-label={name} />
      )}
      <Button size="small" onClick={() => setReading(true)}>
        {text(refused > 0 ? 'bulk.why' : 'bulk.results')}
      </Button>
      {state === 'running' ? (
        <Button size="small" busy={isPending} onClick={() => mutate(id)}>
          {text('bulk.cancel')}
        </Button>
      ) : (
        <IconButton label={text('bulk.putAway')} onClick={() => putAway(id)}>
          <X size={16} />
        </IconButton>
      )}
      {reading && (
        <Suspense>
          <Results job={job} onClose={() => setReading(false)} />
        </Suspense>
      )}
    </li>
  );
}

function putAway(id: string): void {
  seen.set([...seen.get(), id]);
  writeItem(KEPT, seen.get().join());
}
