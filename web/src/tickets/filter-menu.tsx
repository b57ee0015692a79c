/** A filter that takes several values: a button that says which, a list of checkboxes behind it. */
import { ChevronDown } from 'lucide-react';
import { useText } from '../i18n/text.ts';
import { Checkbox } from '../kit/checkbox.tsx';
import { Popover } from '../kit/popover.tsx';
import styles from './filter-menu.module.css';

export function FilterMenu<V extends string>({
  label,
  values,
  chosen,
  name,
  onChange,
}: {
  readonly label: string;
  readonly values: readonly V[];
  readonly chosen: readonly V[];
  readonly name: (value: V) => string;
  readonly onChange: (chosen: readonly V[] | undefined) => void;
}) {
  const text = useText();
  const [first] = chosen;
  const toggle = (value: V, on: boolean) => {
    const next = values.filter((one) => (one === value ? on : chosen.includes(one)));
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <Popover
      title={label}
      trigger={
        <button type="button" className={styles.trigger} data-active={chosen.length > 0 || undefined}>
          {label}
          {first !== undefined && (
            <span className={styles.chosen}>
              {chosen.length === 1 ? name(first) : text('filter.several', { count: chosen.length })}
            </span>
          )}
          <ChevronDown size={14} aria-hidden="true" />
        </button>
      }
    >
      <ul className={styles.list}>
        {values.map((value) => (
          <li key={value}>
            <Checkbox
              label={name(value)}
              checked={chosen.includes(value)}
              onChange={(on) => toggle(value, on)}
            />
          </li>
        ))}
      </ul>
    </Popover>
  );
}
