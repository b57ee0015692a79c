/** One entry of the audit log: from where, and field by field what it changed. */
import { useQuery } from '@tanstack/react-query';
import type { AuditDetail } from '../../../src/contracts/audit.ts';
import { auditOne } from '../api/audit.ts';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { Dialog } from '../kit/dialog.tsx';
import { ErrorState } from '../kit/error-state.tsx';
import { Fact, Facts } from '../kit/facts.tsx';
import { LinkButton } from '../kit/link-button.tsx';
import { SkeletonLines } from '../kit/skeleton.tsx';
import { Table } from '../kit/table.tsx';
import { TraceLink } from '../lists/cells.tsx';
import styles from './audit-dialog.module.css';
import { Named, Target } from './named.tsx';

export function AuditDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const text = useText();
  const { data, error, refetch } = useQuery(auditOne(id));
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={data ? data.action : text('audit.title')}
      footer={
        data && (
          <>
            <LinkButton to="/audit" variant="secondary" search={{ target: data.target }}>
              {text('audit.sameTarget')}
            </LinkButton>
            <LinkButton to="/audit" variant="secondary" search={{ by: data.by.id }}>
              {text('audit.samePerson')}
            </LinkButton>
          </>
        )
      }
    >
      {data ? (
        <Entry entry={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonLines lines={6} />
      )}
    </Dialog>
  );
}

function Entry({ entry }: { readonly entry: AuditDetail }) {
  const text = useText();
  const formats = useFormats();
  const details = Object.entries(entry.detail).map(([field, after]) => ({ field, after }));
  const changes = entry.changes ?? details;
  return (
    <div className={styles.entry}>
      <Facts label={text('ticket.facts')}>
        <Fact label={text('audit.by')}>
          <Named of={entry.by} />
        </Fact>
        <Fact label={text('operations.when')}>
          {formats.dateTime(entry.at)} <TraceLink id={entry.traceId} />
        </Fact>
        <Fact label={text('audit.target')}>
          <Target of={entry} />
        </Fact>
        <Fact label={text('audit.address')}>{entry.address}</Fact>
        <Fact label={text('users.device')}>{entry.userAgent}</Fact>
      </Facts>
      {changes.length === 0 ? (
        <p className={styles.none}>{text('audit.noChanges')}</p>
      ) : (
        <Table<{ readonly field: string; readonly before?: unknown; readonly after?: unknown }>
          caption={text('audit.changes')}
          rows={changes}
          rowKey={({ field }) => field}
          columns={[
            {
              key: 'field',
              header: text('audit.field'),
              cell: ({ field }) => <span className="mono">{field}</span>,
            },
            { key: 'before', header: text('audit.before'), cell: ({ before }) => shown(before) },
            { key: 'after', header: text('audit.after'), cell: ({ after }) => shown(after) },
          ]}
        />
      )}
    </div>
  );
}

/** Facts of any shape, as they stand in the log. */
function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
