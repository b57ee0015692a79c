import type { ComponentProps } from 'react';
import styles from './field.module.css';
import { Field, type FieldProps } from './field.tsx';

/** One line of text; takes what `register` of react-hook-form gives. */
export function TextField({
  label,
  hint,
  error,
  optional,
  ...input
}: FieldProps & Omit<ComponentProps<'input'>, 'className' | 'style' | 'id'>) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(ids) => <input autoComplete="off" {...input} {...ids} className={styles.control} />}
    </Field>
  );
}
