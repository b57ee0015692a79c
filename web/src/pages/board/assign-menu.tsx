/** The board's drag without a drag: technicians of the ticket's zone first. Opened at once: its button loads it. */
import { UserPlus } from 'lucide-react';
import { useMemo } from 'react';
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import type { Technician } from '../../api/technicians.ts';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../kit/icon-button.tsx';
import { Menu } from '../../kit/menu.tsx';
import { useTechnicians } from '../../tickets/names.ts';

export function AssignMenu({
  ticket,
  label,
  onAssign,
}: {
  readonly ticket: Ticket;
  readonly label: string;
  readonly onAssign: (technicianId: string) => void;
}) {
  const text = useText();
  const technicians = useTechnicians();
  const zones = useMemo(() => {
    const all = [...technicians.values()].sort((a, b) => a.name.localeCompare(b.name));
    const names = [...new Set(all.map(({ zone }) => zone))].sort(
      (a, b) => Number(b === ticket.zone) - Number(a === ticket.zone) || a.localeCompare(b),
    );
    return names.map((zone) => ({ zone, people: all.filter((one) => one.zone === zone) }));
  }, [technicians, ticket.zone]);
  const item = (one: Technician) => ({
    key: one.id,
    label: one.name,
    detail: text(`availability.${one.availability}`),
    checked: one.id === ticket.technicianId,
    onSelect: () => onAssign(one.id),
  });
  return (
    <Menu
      defaultOpen
      trigger={
        <IconButton label={label} data-assign>
          <UserPlus size={16} />
        </IconButton>
      }
      groups={zones.map(({ zone, people }) => ({ key: zone, label: zone, items: people.map(item) }))}
    />
  );
}
