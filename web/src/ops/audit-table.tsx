/** What people did, newest first; one entry opens and says what was before and after. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { auditList } from '../api/audit.ts';
import type { Query } from '../api/client.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { CellDetail, Time } from '../lists/cells.tsx';
import { PagedTable } from '../lists/paged-table.tsx';
import { Named, Target } from './named.tsx';

const AuditDialog = lazy(async () => ({ default: (await import('./audit-dialog.tsx')).AuditDialog }));

export function AuditTable({ filter, ofOne = false }: { readonly filter: Query; readonly ofOne?: boolean }) {
  const text = useText();
  const list = useInfiniteQuery(auditList(filter));
  const [open, setOpen] = useState<string>();
  return (
    <>
      <PagedTable
        query={list}
        caption={text('audit.title')}
        rowKey={(row) => row.id}
        empty={text('audit.empty')}
        emptyIcon={<ScrollText size={22} />}
        columns={[
          {
            key: 'action',
            header: text('audit.action'),
            cell: (row) => (
              <>
                <span className="mono">{row.action}</span>
                <CellDetail>
                  <Target of={row} />
                </CellDetail>
              </>
            ),
          },
          ...(ofOne
            ? []
            : [
                {
                  key: 'by',
                  header: text('audit.by'),
                  cell: (row: { by: { kind: string; id: string; name: string | null } }) => (
                    <Named of={row.by} />
                  ),
                },
              ]),
          {
            key: 'address',
            header: text('audit.address'),
            wideOnly: true,
            cell: (row) => row.address ?? '–',
          },
          { key: 'at', header: text('operations.when'), cell: (row) => <Time at={row.at} /> },
          {
            key: 'open',
            header: <span className="visually-hidden">{text('users.actions')}</span>,
            align: 'end',
            cell: (row) => (
              <Button size="small" onClick={() => setOpen(row.id)}>
                {text('audit.open')}
              </Button>
            ),
          },
        ]}
      />
      {open && (
        <Suspense>
          <AuditDialog id={open} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
    </>
  );
}
