/** One to five: to be given (native radio buttons, so arrows and screen readers know them), or to be read. */
import { Star } from 'lucide-react';
import { useId } from 'react';
import styles from './stars.module.css';

const STARS = [1, 2, 3, 4, 5] as const;

export function StarInput({
  label,
  nameOf,
  value,
  onChange,
  disabled = false,
}: {
  readonly label: string;
  readonly nameOf: (stars: number) => string;
  readonly value: number | null;
  readonly onChange: (stars: number) => void;
  readonly disabled?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className={styles.field} disabled={disabled}>
      <legend className={styles.legend}>{label}</legend>
      <div className={styles.stars}>
        {STARS.map((stars) => (
          <label
            key={stars}
            className={styles.star}
            data-filled={(value !== null && stars <= value) || undefined}
            title={nameOf(stars)}
          >
            <input
              type="radio"
              className={styles.input}
              name={name}
              value={stars}
              checked={stars === value}
              aria-label={nameOf(stars)}
              onChange={() => onChange(stars)}
            />
            <Star size={26} aria-hidden="true" />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Stars({ value, label }: { readonly value: number; readonly label: string }) {
  return (
    <span className={styles.shown} role="img" aria-label={label}>
      {STARS.map((stars) => (
        <Star key={stars} size={15} aria-hidden="true" data-filled={stars <= value || undefined} />
      ))}
    </span>
  );
}
