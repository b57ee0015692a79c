/** Each zone: what of it is assigned by itself, and where its middle is. */

import { useQuery } from '@tanstack/react-query';
import { MapPin } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Dispatch } from '../../../../src/contracts/dispatch.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { dispatchZones } from '../../api/dispatch.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { StatusDot } from '../../kit/status-dot.tsx';
import { Table } from '../../kit/table.tsx';
import { useZones } from '../../people/use-zones.ts';
import { useMay } from '../../session/session.ts';
import styles from './page.module.css';

const ZoneForm = lazy(async () => ({ default: (await import('./zone-form.tsx')).ZoneForm }));

export function Zones() {
  const text = useText();
  const maySet = useMay()('technicians.dispatch');
  const query = useQuery(dispatchZones);
  const staffed = useZones();
  const [editing, setEditing] = useState<string>();
  if (query.isPending) return <SkeletonLines lines={6} />;
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const set = new Map(query.data.data.map((one) => [one.zone, one]));
  const rows: Pick<Dispatch, 'zone' | 'automatic' | 'centre'>[] = [...new Set([...staffed, ...set.keys()])]
    .sort()
    .map((zone) => set.get(zone) ?? { zone, automatic: [], centre: null });
  if (rows.length === 0)
    return (
      <EmptyState icon={<MapPin size={22} />} title={text('dispatch.zones.empty')}>
        {text('dispatch.zones.empty.words')}
      </EmptyState>
    );
  return (
    <>
      <p className={styles.words}>{text('dispatch.zones.words')}</p>
      <Table
        caption={text('dispatch.zones')}
        rows={rows}
        rowKey={({ zone }) => zone}
        columns={[
          { key: 'zone', header: text('field.zone'), cell: ({ zone }) => zoneName(zone) },
          {
            key: 'automatic',
            header: text('dispatch.automatic'),
            cell: ({ automatic }) =>
              automatic.length === 0 ? (
                <StatusDot tone="neutral" hollow>
                  {text('dispatch.off')}
                </StatusDot>
              ) : (
                <StatusDot tone="good">
                  {automatic.map((kind) => text(`ticket.type.${kind}`)).join(', ')}
                </StatusDot>
              ),
          },
          {
            key: 'centre',
            header: text('dispatch.centre'),
            wideOnly: true,
            cell: ({ centre }) =>
              centre ? `${centre.latitude.toFixed(4)}, ${centre.longitude.toFixed(4)}` : '–',
          },
          {
            key: 'do',
            header: <span className="visually-hidden">{text('users.actions')}</span>,
            align: 'end',
            cell: ({ zone }) =>
              maySet && (
                <Button
                  size="small"
                  aria-label={text('dispatch.edit', { zone: zoneName(zone) })}
                  onClick={() => setEditing(zone)}
                >
                  {text('command.edit')}
                </Button>
              ),
          },
        ]}
      />
      {editing !== undefined && (
        <Suspense>
          <ZoneForm zone={editing} setting={set.get(editing)} onClose={() => setEditing(undefined)} />
        </Suspense>
      )}
    </>
  );
}
