/** One of the packages that can be had, with its price. */
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { Select } from '../kit/select.tsx';
import { usePackages } from './use-packages.ts';

export function PackageSelect({
  value,
  onChange,
  error,
}: {
  /** Empty for none. */
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly error: string | undefined;
}) {
  const text = useText();
  const formats = useFormats();
  const packages = usePackages();
  const shown = [...packages.values()].filter(({ id, active }) => active || id === value);
  return (
    <Select
      label={text('field.package')}
      value={value}
      onChange={onChange}
      error={error}
      options={[
        { value: '', label: text('packages.none') },
        ...shown.map(({ id, name, monthlyPrice }) => ({
          value: id,
          label: `${name} · ${formats.rupiah(monthlyPrice)}`,
        })),
      ]}
    />
  );
}
