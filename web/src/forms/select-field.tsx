/** A choice of a form, by its name: what `form.register` is for a text field. */
import {
  type Control,
  Controller,
  type FieldPath,
  type FieldPathValue,
  type FieldValues,
} from 'react-hook-form';
import type { FieldProps } from '../kit/field.tsx';
import { type Option, Select } from '../kit/select.tsx';

export function SelectField<Values extends FieldValues, Name extends FieldPath<Values>>({
  control,
  name,
  ...select
}: FieldProps & {
  readonly control: Control<Values>;
  readonly name: Name;
  readonly options: readonly Option<FieldPathValue<Values, Name>>[];
}) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => <Select {...select} value={field.value} onChange={field.onChange} />}
    />
  );
}
