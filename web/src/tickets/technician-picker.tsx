/** Finds a technician by name: those of the ticket's zone first, the available before the others. */

import { useMemo } from 'react';
import { zoneName } from '../../../src/contracts/zone-name.ts';
import type { Technician } from '../api/technicians.ts';
import { useText } from '../i18n/text.ts';
import { Combobox } from '../kit/combobox.tsx';
import { useTechnicians } from './names.ts';

export function TechnicianPicker({
  zone,
  value,
  onChange,
  error,
}: {
  readonly zone: string | null;
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly error?: string | undefined;
}) {
  const text = useText();
  const technicians = useTechnicians();
  const choices = useMemo(() => {
    const rank = (one: Technician) =>
      (one.zone === zone ? 0 : 2) + (one.availability === 'available' ? 0 : 1);
    return [...technicians.values()]
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
      .map((one) => ({
        value: one.id,
        label: one.name,
        detail: `${zoneName(one.zone)} · ${text(`availability.${one.availability}`)}`,
      }));
  }, [technicians, zone, text]);
  return (
    <Combobox
      label={text('field.technician')}
      placeholder={text('field.technician.placeholder')}
      empty={text('field.technician.none')}
      choices={choices}
      value={choices.find((choice) => choice.value === value) ?? null}
      onChange={(choice) => onChange(choice?.value ?? '')}
      error={error}
    />
  );
}
