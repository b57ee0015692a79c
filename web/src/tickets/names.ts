/** Names behind the ids of a ticket, as far as the person may see them. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { customerOne } from '../api/customers.ts';
import { type Technician, technicianDirectory } from '../api/technicians.ts';
import { useText } from '../i18n/text.ts';
import { useMay, useUser } from '../session/session.ts';

export function useTechnicians(): ReadonlyMap<string, Technician> {
  const may = useMay();
  const { data } = useQuery({ ...technicianDirectory, enabled: may('technicians.view') });
  return useMemo(() => new Map(data?.map((technician) => [technician.id, technician])), [data]);
}

/** By technician id; undefined for nobody. */
export function useTechnicianName(): (id: string | null) => string | undefined {
  const text = useText();
  const user = useUser();
  const technicians = useTechnicians();
  return (id) => {
    if (id === null) return undefined;
    if (id === user.technicianId) return text('ticket.me');
    return (
      technicians.get(id)?.name ??
      text(user.role === 'customer' ? 'ticket.ourTechnician' : 'ticket.someTechnician')
    );
  };
}

/** `wait` while the list is scrolled: rows that fly past need no names. */
export function useCustomerName(id: string | null, wait = false): string | undefined {
  const may = useMay();
  const { data } = useQuery({
    ...customerOne(id ?? ''),
    enabled: id !== null && !wait && may('customers.view'),
  });
  return data?.name;
}
