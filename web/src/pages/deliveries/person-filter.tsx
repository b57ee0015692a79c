/** The filter by person: staff and customers, found by words. A customer is also who signs in for them. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { customerSearch } from '../../api/customers.ts';
import { staffNames } from '../../api/staff.ts';
import { useText } from '../../i18n/text.ts';
import { type FoundPerson, PersonPopover } from '../../people/person-popover.tsx';
import { useMay } from '../../session/session.ts';
import { useCustomerName, useStaffName } from '../../tickets/names.ts';

const MOST = 12;

export function PersonFilter({
  chosen,
  onChange,
}: {
  readonly chosen: readonly string[];
  readonly onChange: (ids: readonly string[] | undefined) => void;
}) {
  const text = useText();
  const [words, setWords] = useState('');
  const found = useFound(words.trim().slice(0, 100));
  return (
    <PersonPopover
      label={text('deliveries.person')}
      {...(chosen[0] === undefined ? {} : { chosen: <PersonName id={chosen[0]} /> })}
      words={words}
      onWords={setWords}
      found={found}
      onChange={onChange}
    />
  );
}

function useFound(words: string): readonly FoundPerson[] {
  const text = useText();
  const may = useMay();
  const asked = useDeferredValue(words);
  const { data: staff } = useQuery(staffNames);
  const { data: customers } = useQuery({
    ...customerSearch(asked),
    enabled: asked !== '' && may('customers.view'),
  });
  if (words === '') return [];
  const people = Object.entries(staff?.byUser ?? {})
    .filter(([, name]) => name.toLowerCase().includes(words.toLowerCase()))
    .map(([id, name]) => ({ ids: [id], name, detail: text('deliveries.person.staff') }));
  const others = (asked === '' ? [] : (customers?.data ?? [])).map(({ id, userId, name, code }) => ({
    ids: userId ? [id, userId] : [id],
    name,
    detail: code,
  }));
  return [...people, ...others].slice(0, MOST);
}

function PersonName({ id }: { readonly id: string }) {
  const staff = useStaffName()(id);
  const customer = useCustomerName(staff ? null : id);
  return staff ?? customer ?? '…';
}
