/** A filter that takes several values: a button that says which, a list of checkboxes behind it. */
import { useState } from 'react';
import { useText } from '../i18n/text.ts';
import { Checkbox } from '../kit/checkbox.tsx';
import { FilterPopover } from './filter-popover.tsx';

const MANY = 10;

export function FilterMenu<V extends string>({
  label,
  values,
  chosen,
  name,
  onChange,
  search,
}: {
  readonly label: string;
  readonly values: readonly V[];
  readonly chosen: readonly V[];
  readonly name: (value: V) => string;
  readonly onChange: (chosen: readonly V[] | undefined) => void;
  /** Names a field that finds one of many values by its words. */
  readonly search?: string;
}) {
  const text = useText();
  const [words, setWords] = useState('');
  const asked = words.trim().toLowerCase();
  const [first] = chosen;
  // What is chosen and not among them any more, or not yet, is still looked for.
  const all = [...values, ...chosen.filter((one) => !values.includes(one))];
  const toggle = (value: V, on: boolean) => {
    const next = all.filter((one) => (one === value ? on : chosen.includes(one)));
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <FilterPopover
      label={label}
      chosen={
        first === undefined
          ? undefined
          : chosen.length === 1
            ? name(first)
            : text('filter.several', { count: chosen.length })
      }
      {...(search !== undefined && values.length > MANY
        ? { find: { label: search, words, onWords: setWords } }
        : {})}
    >
      {all
        .filter((value) => asked === '' || name(value).toLowerCase().includes(asked))
        .map((value) => (
          <li key={value}>
            <Checkbox
              label={name(value)}
              checked={chosen.includes(value)}
              onChange={(on) => toggle(value, on)}
            />
          </li>
        ))}
    </FilterPopover>
  );
}
