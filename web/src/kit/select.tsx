/** One of a few values. */
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { Field, type FieldProps } from './field.tsx';
import popup from './popup.module.css';
import styles from './select.module.css';

export interface Option<V extends string> {
  readonly value: V;
  readonly label: string;
}

export function Select<V extends string>({
  value,
  onChange,
  options,
  ...field
}: FieldProps & {
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly options: readonly Option<V>[];
}) {
  return (
    <Field {...field}>
      {(ids) => (
        <Base.Root
          items={options}
          value={value}
          onValueChange={(next) => {
            if (next !== null) onChange(next as V);
          }}
        >
          <Base.Trigger {...ids} className={styles.trigger}>
            <Base.Value className={styles.value} />
            <Base.Icon className={styles.icon}>
              <ChevronDown size={16} />
            </Base.Icon>
          </Base.Trigger>
          <Base.Portal>
            <Base.Positioner className={popup.positioner} sideOffset={4} alignItemWithTrigger={false}>
              <Base.Popup className={popup.popup} aria-label={field.label}>
                {options.map((option) => (
                  <Base.Item key={option.value} value={option.value} className={popup.item}>
                    <Base.ItemText className={popup.grow}>{option.label}</Base.ItemText>
                    <Base.ItemIndicator className={popup.check}>
                      <Check size={14} />
                    </Base.ItemIndicator>
                  </Base.Item>
                ))}
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </Field>
  );
}
