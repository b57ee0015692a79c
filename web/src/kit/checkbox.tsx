/** Yes or no; `mixed` when some of many are. */
import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
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
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's, which renders an input.
    <label className={styles.label}>
      <Base.Root
        className={styles.box}
        checked={checked}
        indeterminate={mixed}
        onCheckedChange={(next) => onChange(next)}
        {...(tabIndex === undefined ? {} : { tabIndex })}
      >
        <Base.Indicator className={styles.mark}>
          {mixed ? <Minus size={12} strokeWidth={3} /> : <Check size={12} strokeWidth={3} />}
        </Base.Indicator>
      </Base.Root>
      <span className={hideLabel ? 'visually-hidden' : undefined}>{label}</span>
    </label>
  );
}
