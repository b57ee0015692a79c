/** The filter by customer: found by words, several at a time. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { customerSearch } from '../../api/customers.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { FilterPopover } from '../../tickets/filter-popover.tsx';
import { useCustomerName } from '../../tickets/names.ts';

export function CustomerFilter({
  chosen,
  onChange,
}: {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[] | undefined) => void;
}) {
  const text = useText();
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words.trim().slice(0, 100));
  const { data } = useQuery({ ...customerSearch(asked), enabled: asked.length > 0 });
  const found = asked ? (data?.data ?? []).filter(({ id }) => !chosen.includes(id)) : [];
  const toggle = (id: string, on: boolean) => {
    const next = on ? [...chosen, id] : chosen.filter((one) => one !== id);
    onChange(next.length === 0 ? undefined : next.slice(-20));
  };
  return (
    <FilterPopover
      label={text('field.customer')}
      chosen={chosen.length > 0 ? text('filter.several', { count: chosen.length }) : undefined}
      find={{ label: text('field.customer.placeholder'), words, onWords: setWords }}
    >
      {chosen.map((id) => (
        <li key={id}>
          <Checkbox label={<CustomerName id={id} />} checked onChange={(on) => toggle(id, on)} />
        </li>
      ))}
      {found.map(({ id, name, code }) => (
        <li key={id}>
          <Checkbox label={`${name} · ${code}`} checked={false} onChange={(on) => toggle(id, on)} />
        </li>
      ))}
      {asked !== '' && data && found.length === 0 && <li>{text('field.customer.none')}</li>}
    </FilterPopover>
  );
}

export function CustomerName({ id }: { readonly id: string }) {
  return useCustomerName(id) ?? '…';
}
