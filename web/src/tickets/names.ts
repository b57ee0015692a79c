/** Names behind the ids of a ticket, as far as the person may see them. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { customerOne } from '../api/customers.ts';
import { queryClient } from '../api/query-client.ts';
import { type StaffNames, staffNames } from '../api/staff.ts';
import { type Technician, technicianDirectory } from '../api/technicians.ts';
import { useText } from '../i18n/text.ts';
import { currentUser, useMay, useUser } from '../session/session.ts';

/** Asks for the names that a list of tickets will want. */
export async function beginNames(): Promise<void> {
  const { permissions, role } = currentUser();
  await Promise.all([
    permissions.includes('technicians.view') && queryClient.prefetchQuery(technicianDirectory),
    role !== 'customer' && queryClient.prefetchQuery(staffNames),
  ]);
}

export function useTechnicians(): ReadonlyMap<string, Technician> {
  const may = useMay();
  const { data } = useQuery({ ...technicianDirectory, enabled: may('technicians.view') });
  return useMemo(() => new Map(data?.map((technician) => [technician.id, technician])), [data]);
}

/** Of all the staff; customers know none of them by name. */
function useStaffNames(): StaffNames | undefined {
  const staff = useUser().role !== 'customer';
  return useQuery({ ...staffNames, enabled: staff }).data;
}

/** By account; undefined for who is not of the staff. */
export function useStaffName(): (userId: string) => string | undefined {
  const names = useStaffNames();
  return (userId) => names?.byUser[userId];
}

/** By technician id; undefined for nobody. */
export function useTechnicianName(): (id: string | null) => string | undefined {
  const text = useText();
  const user = useUser();
  const names = useStaffNames();
  return (id) => {
    if (id === null) return undefined;
    if (id === user.technicianId) return text('ticket.me');
    return (
      names?.byTechnician[id] ??
      text(user.role === 'customer' ? 'ticket.ourTechnician' : 'ticket.someTechnician')
    );
  };
}

/** Of a customer of whom nothing but the id is known; beside a ticket the name stands already. */
export function useCustomerName(id: string | null): string | undefined {
  const may = useMay();
  const { data } = useQuery({ ...customerOne(id ?? ''), enabled: id !== null && may('customers.view') });
  return data?.name;
}
