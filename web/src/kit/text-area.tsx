import type { ComponentProps } from 'react';
import styles from './field.module.css';
import { Field, type FieldProps } from './field.tsx';

/** Several lines of text; grows with what is written. */
export function TextArea({
  label,
  hint,
  error,
  optional,
  ...input
}: FieldProps & Omit<ComponentProps<'textarea'>, 'className' | 'style' | 'id'>) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(ids) => <textarea {...input} {...ids} className={styles.control} />}
    </Field>
  );
}
