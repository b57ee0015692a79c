/** Status and address of a registration in words. */
import type { Address } from '../../../src/contracts/address.ts';
import type { RegistrationStatus } from '../../../src/contracts/registrations.ts';
import { useText } from '../i18n/text.ts';
import { StatusDot, type Tone } from '../kit/status-dot.tsx';

interface Look {
  readonly tone: Tone;
  readonly hollow?: true;
}

const looks: Readonly<Record<RegistrationStatus, Look>> = {
  pending_verification: { tone: 'information', hollow: true },
  verified: { tone: 'information' },
  survey_scheduled: { tone: 'accent', hollow: true },
  survey_completed: { tone: 'accent' },
  approved: { tone: 'good', hollow: true },
  customer_created: { tone: 'good' },
  rejected: { tone: 'warning' },
  cancelled: { tone: 'neutral', hollow: true },
};

export function RegistrationStatusLabel({ status }: { readonly status: RegistrationStatus }) {
  const text = useText();
  return <StatusDot {...looks[status]}>{text(`registrations.status.${status}`)}</StatusDot>;
}

/** In the order of an envelope. */
export function addressLines({ street, rt, rw, kelurahan, kecamatan, city, postalCode }: Address): string[] {
  const neighbourhood = [rt && `RT ${rt}`, rw && `RW ${rw}`].filter(Boolean).join('/');
  return [street, neighbourhood, `${kelurahan}, ${kecamatan}`, `${city} ${postalCode}`].filter(Boolean);
}
