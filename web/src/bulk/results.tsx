/** What came of each item of a job: those that were refused first, with why; the others on demand; all of it as a file. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { Bulk, BulkItem, BulkKind, BulkOutcome } from '../../../src/contracts/bulk.ts';
import type { ErrorCode } from '../../../src/contracts/generic/errors.ts';
import { bulkExportPath, bulkItems } from '../api/bulk.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { ErrorState } from '../kit/error-state.tsx';
import { saveFile } from '../kit/save-file.ts';
import { Segmented } from '../kit/segmented.tsx';
import { SkeletonLines } from '../kit/skeleton.tsx';
import { RowLink } from '../lists/cells.tsx';
import { LoadMore } from '../lists/load-more.tsx';
import styles from './jobs.module.css';

export function Results({ job, onClose }: { readonly job: Bulk; readonly onClose: () => void }) {
  const text = useText();
  const { id, kind, state, refused } = job;
  const rest = state === 'running' ? 'waiting' : 'skipped';
  const [outcome, setOutcome] = useState<BulkOutcome>(refused > 0 ? 'refused' : 'done');
  const list = useInfiniteQuery(bulkItems(id, outcome));
  const items = list.data?.pages.flatMap((page) => page.data);
  return (
    <Dialog
      open
      onClose={onClose}
      title={text('bulk.results')}
      footer={
        <>
          <Button
            icon={<Download size={16} aria-hidden="true" />}
            onClick={() => saveFile(bulkExportPath(id))}
          >
            {text('bulk.export')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {text('action.close')}
          </Button>
        </>
      }
    >
      <Segmented
        label={text('bulk.results')}
        hideLabel
        value={outcome}
        onChange={setOutcome}
        segments={(['refused', 'done', rest] as const).map((value) => ({
          value,
          label: text(`bulk.outcome.${value}`),
        }))}
      />
      {items === undefined ? (
        list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <SkeletonLines lines={4} />
        )
      ) : items.length === 0 ? (
        <p className={styles.why}>{text('bulk.results.none')}</p>
      ) : (
        <ul className={styles.refusals}>
          {items.map((item) => (
            <Item key={item.itemId} kind={kind} item={item} />
          ))}
        </ul>
      )}
      <LoadMore query={list} />
    </Dialog>
  );
}

const pages: Readonly<Record<BulkKind, string>> = {
  ticket: '/tickets',
  registration: '/registrations',
  customer: '/customers',
};

function Item({ kind, item }: { readonly kind: BulkKind; readonly item: BulkItem }) {
  const text = useText();
  const { itemId, number, title, outcome, code } = item;
  const known = (code ?? 'internal') as ErrorCode;
  return (
    <li>
      {number === null ? (
        <strong>{itemId}</strong>
      ) : (
        <RowLink to={`${pages[kind]}/${itemId}`}>
          <span className="mono">{number}</span> {title}
        </RowLink>
      )}
      {outcome === 'refused' && (
        <span className={styles.why}>
          {text(`problem.${known}.title`)}. {text(`problem.${known}.remedy`)}
        </span>
      )}
    </li>
  );
}
