import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { customerSearch } from '../../api/customers.ts';
import { useText } from '../../i18n/text.ts';
import { type Choice, Combobox } from '../../kit/combobox.tsx';

export interface PickedCustomer {
  readonly id: string;
  readonly label: string;
}

/** Finds a customer by name, code, phone or e-mail. */
export function CustomerPicker({
  value,
  onChange,
  error,
}: {
  readonly value: PickedCustomer | null;
  readonly onChange: (customer: PickedCustomer | null) => void;
  readonly error?: string | undefined;
}) {
  const text = useText();
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words === value?.label ? '' : words.trim().slice(0, 100));
  const { data } = useQuery({ ...customerSearch(asked), enabled: asked.length > 0 });
  const choices: Choice[] = (asked ? (data?.data ?? []) : []).map(({ id, name, code, zone }) => ({
    value: id,
    label: name,
    detail: `${code} · ${zoneName(zone)}`,
  }));
  return (
    <Combobox
      label={text('field.customer')}
      optional
      placeholder={text('field.customer.placeholder')}
      empty={text(asked ? 'field.customer.none' : 'field.customer.type')}
      choices={choices}
      onWords={setWords}
      value={value && { value: value.id, label: value.label }}
      onChange={(choice) => onChange(choice && { id: choice.value, label: choice.label })}
      error={error}
    />
  );
}
