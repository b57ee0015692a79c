/** The fields of an upgrade or downgrade: which package, from which day. */
import type { PackageChange, TicketType } from '../../../src/contracts/tickets.ts';
import { useText } from '../i18n/text.ts';
import { TextField } from '../kit/text-field.tsx';
import { fromLocal, toLocal } from '../tickets/local-time.ts';
import { PackageSelect } from './package-select.tsx';

/** As fields hold it; the day by the portal's calendar, empty for the day of completion. */
export interface PackageChangeValues {
  readonly packageId: string;
  readonly effectiveDay: string;
}

export const noPackageChange: PackageChangeValues = { packageId: '', effectiveDay: '' };

export function changesPackage(type: TicketType): boolean {
  return type === 'upgrade' || type === 'downgrade';
}

export function packageChangeValues(change: PackageChange | null): PackageChangeValues {
  if (!change) return noPackageChange;
  return { packageId: change.packageId, effectiveDay: toLocal(change.effectiveAt).slice(0, 10) };
}

/** Undefined when no package is chosen. */
export function packageChangeOf({ packageId, effectiveDay }: PackageChangeValues): PackageChange | undefined {
  if (packageId === '') return undefined;
  return { packageId, effectiveAt: effectiveDay === '' ? null : fromLocal(`${effectiveDay}T00:00`) };
}

export function PackageChangeFields({
  value,
  onChange,
  error,
}: {
  readonly value: PackageChangeValues;
  readonly onChange: (value: PackageChangeValues) => void;
  readonly error: string | undefined;
}) {
  const text = useText();
  return (
    <>
      <PackageSelect
        value={value.packageId}
        onChange={(packageId) => onChange({ ...value, packageId })}
        error={error}
      />
      <TextField
        label={text('field.effectiveDay')}
        hint={text('field.effectiveDay.hint')}
        optional
        type="date"
        value={value.effectiveDay}
        onChange={(event) => onChange({ ...value, effectiveDay: event.target.value })}
      />
    </>
  );
}
