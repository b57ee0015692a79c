/** The filter by person: any account, found by name. Whoever may not see accounts finds colleagues. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { staffNames } from '../../api/staff.ts';
import { userSearch } from '../../api/users.ts';
import { useText } from '../../i18n/text.ts';
import { UserName } from '../../lists/cells.tsx';
import { type FoundPerson, PersonPopover } from '../../people/person-popover.tsx';
import { useMay } from '../../session/session.ts';

const MOST = 12;

export function PersonFilter({
  chosen,
  onChange,
}: {
  readonly chosen: string | undefined;
  readonly onChange: (id: string | undefined) => void;
}) {
  const text = useText();
  const [words, setWords] = useState('');
  const found = useFound(words.trim().slice(0, 100));
  return (
    <PersonPopover
      label={text('audit.by')}
      {...(chosen === undefined ? {} : { chosen: <UserName kind="user" id={chosen} plain /> })}
      words={words}
      onWords={setWords}
      found={found}
      onChange={(ids) => onChange(ids?.[0])}
    />
  );
}

function useFound(words: string): readonly FoundPerson[] {
  const text = useText();
  const mayAsk = useMay()('users.view');
  const asked = useDeferredValue(words);
  const users = useQuery({ ...userSearch(asked), enabled: mayAsk && asked !== '' });
  const staff = useQuery({ ...staffNames, enabled: !mayAsk });
  if (words === '') return [];
  if (mayAsk)
    return (users.data?.data ?? [])
      .slice(0, MOST)
      .map(({ id, name, role }) => ({ ids: [id], name, detail: text(`role.${role}`) }));
  return Object.entries(staff.data?.byUser ?? {})
    .filter(([, name]) => name.toLowerCase().includes(words.toLowerCase()))
    .slice(0, MOST)
    .map(([id, name]) => ({ ids: [id], name, detail: text('deliveries.person.staff') }));
}
