/** One of a few values, all in view: native radio buttons, so that arrow keys and screen readers know them. */
import { type ReactNode, useId } from 'react';
import styles from './segmented.module.css';

export interface Segment<V extends string> {
  readonly value: V;
  readonly label: ReactNode;
}

export function Segmented<V extends string>({
  label,
  hideLabel = false,
  value,
  onChange,
  segments,
  disabled = false,
}: {
  readonly label: string;
  readonly hideLabel?: boolean;
  /** Undefined while it is not known. */
  readonly value: V | undefined;
  readonly onChange: (value: V) => void;
  readonly segments: readonly Segment<V>[];
  readonly disabled?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className={styles.field} disabled={disabled}>
      <legend className={hideLabel ? 'visually-hidden' : styles.legend}>{label}</legend>
      <div className={styles.segments}>
        {segments.map((segment) => (
          <label key={segment.value} className={styles.segment}>
            <input
              type="radio"
              className={styles.input}
              name={name}
              value={segment.value}
              checked={segment.value === value}
              onChange={() => onChange(segment.value)}
            />
            <span className={styles.words}>
              <span className={styles.label}>{segment.label}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
