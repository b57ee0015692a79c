/** One of a few values, under each other, each with what it means: native radio buttons. */
import { useId } from 'react';
import styles from './radio-list.module.css';

export function RadioList<V extends string, W extends V | '' = V>({
  label,
  value,
  onChange,
  options,
  error,
}: {
  readonly label: string;
  /** Empty: nothing is chosen yet. */
  readonly value: W;
  readonly onChange: (value: V) => void;
  readonly options: readonly { readonly value: V; readonly label: string; readonly detail?: string }[];
  readonly error?: string | undefined;
}) {
  const name = useId();
  return (
    <fieldset className={styles.list}>
      <legend className={styles.legend}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            className={styles.input}
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className={styles.label}>{option.label}</span>
          {option.detail && <span className={styles.detail}>{option.detail}</span>}
        </label>
      ))}
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
