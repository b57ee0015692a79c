/** Status of a customer, a technician, an account: a dot and a word. */

import type { Customer } from '../../../src/contracts/customers.ts';
import type { Availability } from '../api/technicians.ts';
import type { User } from '../api/users.ts';
import { useText } from '../i18n/text.ts';
import { StatusDot, type Tone } from '../kit/status-dot.tsx';

interface Look {
  readonly tone: Tone;
  readonly hollow?: true;
}

const customers: Readonly<Record<Customer['status'], Look>> = {
  pending_installation: { tone: 'information', hollow: true },
  active: { tone: 'good' },
  suspended: { tone: 'warning' },
  terminated: { tone: 'neutral', hollow: true },
};

const technicians: Readonly<Record<Availability, Look>> = {
  available: { tone: 'good' },
  busy: { tone: 'information' },
  break: { tone: 'warning', hollow: true },
  offline: { tone: 'neutral', hollow: true },
};

const users: Readonly<Record<User['status'], Look>> = {
  active: { tone: 'good' },
  inactive: { tone: 'neutral', hollow: true },
  locked: { tone: 'warning' },
  deleted: { tone: 'danger', hollow: true },
};

export function CustomerStatusLabel({ status }: { readonly status: Customer['status'] }) {
  const text = useText();
  return <StatusDot {...customers[status]}>{text(`customers.status.${status}`)}</StatusDot>;
}

export function AvailabilityLabel({ availability }: { readonly availability: Availability }) {
  const text = useText();
  return <StatusDot {...technicians[availability]}>{text(`availability.${availability}`)}</StatusDot>;
}

export function UserStatusLabel({ status }: { readonly status: User['status'] }) {
  const text = useText();
  return <StatusDot {...users[status]}>{text(`users.status.${status}`)}</StatusDot>;
}
