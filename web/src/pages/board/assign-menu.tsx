/**
 * The board's drag without a drag: who suits the ticket best, with why, and then everybody by zone. Nothing moves while
 * it is open: a key or a click would hit somebody else.
 */

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { candidatesOf } from '../../api/dispatch.ts';
import type { Technician } from '../../api/technicians.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { MenuPanel } from '../../kit/menu-panel.tsx';
import type { OpensBeside } from '../../kit/on-demand.tsx';
import { useTechnicians } from '../../tickets/names.ts';

const BEST = 3;

export function AssignMenu({
  ticket,
  onAssign,
  ...opens
}: OpensBeside & {
  readonly ticket: Ticket;
  readonly onAssign: (technicianId: string) => void;
}) {
  const text = useText();
  const formats = useFormats();
  const technicians = useTechnicians();
  const { data, isPending } = useQuery(candidatesOf(ticket.id));
  const [shown, setShown] = useState<typeof data>();
  if (data && !shown) setShown(data);
  const best = (shown?.data ?? []).filter(({ suitable }) => suitable).slice(0, BEST);
  const zones = useMemo(() => {
    const all = [...technicians.values()].sort((a, b) => a.name.localeCompare(b.name));
    const names = [...new Set(all.map(({ zone }) => zone))].sort(
      (a, b) => Number(b === ticket.zone) - Number(a === ticket.zone) || a.localeCompare(b),
    );
    return names.map((zone) => ({ zone, people: all.filter((one) => one.zone === zone) }));
  }, [technicians, ticket.zone]);
  const item = (one: Pick<Technician, 'id' | 'name'>, detail: string, key = one.id) => ({
    key,
    label: one.name,
    detail,
    checked: one.id === ticket.technicianId,
    onSelect: () => onAssign(one.id),
  });
  return (
    <MenuPanel
      {...opens}
      // What is known by then is shown when it opens again.
      onOpenChange={(open) => !open && setShown(undefined)}
      groups={
        isPending
          ? [{ key: 'wait', label: text('state.loading'), items: [] }]
          : [
              ...(best.length > 0
                ? [
                    {
                      key: 'best',
                      label: text('candidates.best'),
                      items: best.map((one) =>
                        item(
                          { id: one.technicianId, name: one.name },
                          `${formats.number(one.score.total)} · ${text('candidates.booked', { booked: one.booked, maximum: one.maxTicketsPerDay })}`,
                          `best ${one.technicianId}`,
                        ),
                      ),
                    },
                  ]
                : []),
              ...zones.map(({ zone, people }) => ({
                key: zone,
                label: zoneName(zone),
                items: people.map((one) => item(one, text(`availability.${one.availability}`))),
              })),
            ]
      }
    />
  );
}
