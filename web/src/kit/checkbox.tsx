/** Yes or no; `mixed` when some of many are. The browser's own control: a list has one in every row. */
import { type ReactNode, useCallback } from 'react';
import styles from './checkbox.module.css';

export function Checkbox({
  label,
  hideLabel = false,
  checked,
  mixed = false,
  onChange,
  tabIndex,
}: {
  readonly label: ReactNode;
  readonly hideLabel?: boolean;
  readonly checked: boolean;
  readonly mixed?: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly tabIndex?: number;
}) {
  const mix = useCallback(
    (input: HTMLInputElement | null) => {
      if (input) input.indeterminate = mixed;
    },
    [mixed],
  );
  return (
    <label className={styles.label}>
      <input
        ref={mix}
        type="checkbox"
        className={styles.box}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        tabIndex={tabIndex}
      />
      <span className={hideLabel ? 'visually-hidden' : undefined}>{label}</span>
    </label>
  );
}
