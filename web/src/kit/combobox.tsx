/** One of many values, found by typing; the caller says which fit the words (from memory or from the API). */
import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronDown } from 'lucide-react';
import styles from './combobox.module.css';
import { Field, type FieldProps } from './field.tsx';
import popup from './popup.module.css';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
}

export function Combobox({
  value,
  onChange,
  choices,
  onWords,
  empty,
  placeholder,
  ...field
}: FieldProps & {
  readonly value: Choice | null;
  readonly onChange: (choice: Choice | null) => void;
  readonly choices: readonly Choice[];
  /** Left out, the choices are filtered here. */
  readonly onWords?: (words: string) => void;
  readonly empty: string;
  readonly placeholder?: string;
}) {
  return (
    <Field {...field}>
      {(ids) => (
        <Base.Root
          items={choices}
          {...(onWords ? { filter: null } : {})}
          value={value}
          onValueChange={(next) => onChange(next)}
          onInputValueChange={(words) => onWords?.(words)}
          itemToStringLabel={(choice) => choice.label}
          isItemEqualToValue={(one, other) => one.value === other.value}
        >
          <div className={styles.control}>
            <Base.Input {...ids} className={styles.input} placeholder={placeholder} />
            <Base.Trigger className={styles.trigger} aria-label={field.label}>
              <ChevronDown size={16} />
            </Base.Trigger>
          </div>
          <Base.Portal>
            <Base.Positioner className={popup.positioner} sideOffset={4}>
              <Base.Popup className={popup.popup}>
                <Base.Empty className={popup.empty}>{empty}</Base.Empty>
                <Base.List>
                  {(choice: Choice) => (
                    <Base.Item key={choice.value} value={choice} className={popup.item}>
                      <span className={popup.grow}>{choice.label}</span>
                      {choice.detail && <span className={popup.detail}>{choice.detail}</span>}
                      <Base.ItemIndicator className={popup.check}>
                        <Check size={14} />
                      </Base.ItemIndicator>
                    </Base.Item>
                  )}
                </Base.List>
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </Field>
  );
}
