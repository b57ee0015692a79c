import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { userSearch } from '../../api/users.ts';
import { useText } from '../../i18n/text.ts';
import { Combobox } from '../../kit/combobox.tsx';

export interface PickedUser {
  readonly id: string;
  readonly label: string;
}

/** Finds an account by username, name or e-mail. */
export function UserPicker({
  value,
  onChange,
  error,
}: {
  readonly value: PickedUser | null;
  readonly onChange: (user: PickedUser | null) => void;
  readonly error?: string | undefined;
}) {
  const text = useText();
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words === value?.label ? '' : words.trim().slice(0, 100));
  const { data } = useQuery({ ...userSearch(asked), enabled: asked.length > 0 });
  const choices = (asked ? (data?.data ?? []) : []).map(({ id, name, username, role }) => ({
    value: id,
    label: name,
    detail: `${username} · ${text(`role.${role}`)}`,
  }));
  return (
    <Combobox
      label={text('broadcast.to.user')}
      placeholder={text('users.search')}
      empty={text(asked ? 'users.empty' : 'field.customer.type')}
      choices={choices}
      onWords={setWords}
      value={value && { value: value.id, label: value.label }}
      onChange={(choice) => onChange(choice && { id: choice.value, label: choice.label })}
      error={error}
    />
  );
}
