import { Controller } from 'react-hook-form';
import {
  createPackageSchema,
  editPackageSchema,
  type Package,
  type SlaClass,
  slaClasses,
} from '../../../src/contracts/packages.ts';
import { get } from '../api/client.ts';
import { createPackage, editPackage, packageKeys } from '../api/packages.ts';
import { queryClient } from '../api/query-client.ts';
import { EntityDialog, Pair } from '../forms/entity-dialog.tsx';
import { SelectField } from '../forms/select-field.tsx';
import { useEntityForm } from '../forms/use-entity-form.ts';
import { useText } from '../i18n/text.ts';
import { Checkbox } from '../kit/checkbox.tsx';
import { showToast } from '../kit/show-toast.ts';
import { TextField } from '../kit/text-field.tsx';

const numbers = ['downMbps', 'upMbps', 'monthlyPrice', 'setupFee'] as const;

type Values = Record<(typeof numbers)[number], string> & {
  readonly name: string;
  readonly slaClass: SlaClass;
  readonly active: boolean;
};

/** Offers a package, or changes the one that is given. */
export function PackageForm({ given, onClose }: { readonly given?: Package; readonly onClose: () => void }) {
  const text = useText();
  const initial: Values = {
    name: given?.name ?? '',
    downMbps: String(given?.downMbps ?? ''),
    upMbps: String(given?.upMbps ?? ''),
    monthlyPrice: String(given?.monthlyPrice ?? ''),
    setupFee: String(given?.setupFee ?? '0'),
    slaClass: given?.slaClass ?? 'basic',
    active: given?.active ?? true,
  };
  const { form, errorOf, submit, refusal, theirs, busy } = useEntityForm<Values, never, Package>({
    schema: (given ? editPackageSchema : createPackageSchema) as never,
    initial,
    prepare: (values) => prepare(values, given && initial),
    ...(given ? { version: given.version } : {}),
    save: (body, { key, version }) =>
      given ? editPackage(given.id, body, { key, version }) : createPackage(body, key),
    ...(given ? { reread: () => get<Package>(`/packages/${given.id}`) } : {}),
    onDone(saved) {
      void queryClient.invalidateQueries({ queryKey: packageKeys.all });
      showToast({ kind: 'done', title: text('form.saved', { name: saved.name }) });
      onClose();
    },
  });
  const number = (name: (typeof numbers)[number]) => (
    <TextField
      label={text(`packages.${name}`)}
      inputMode="numeric"
      error={errorOf(name)}
      {...form.register(name)}
    />
  );
  return (
    <EntityDialog
      title={given ? given.name : text('packages.new')}
      submitLabel={text('action.save')}
      busy={busy}
      refusal={refusal ?? errorOf('' as never)}
      differences={
        theirs && [
          { label: text('field.name'), now: theirs.name, mine: form.getValues('name') },
          ...numbers.map((name) => ({
            label: text(`packages.${name}`),
            now: String(theirs[name]),
            mine: form.getValues(name),
          })),
          {
            label: text('packages.slaClass'),
            now: text(`packages.sla.${theirs.slaClass}`),
            mine: text(`packages.sla.${form.getValues('slaClass')}`),
          },
        ]
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label={text('field.name')} error={errorOf('name')} {...form.register('name')} />
      <Pair>
        {number('downMbps')}
        {number('upMbps')}
      </Pair>
      <Pair>
        {number('monthlyPrice')}
        {number('setupFee')}
      </Pair>
      <SelectField
        control={form.control}
        name="slaClass"
        label={text('packages.slaClass')}
        options={slaClasses.map((value) => ({ value, label: text(`packages.sla.${value}`) }))}
      />
      <Controller
        control={form.control}
        name="active"
        render={({ field }) => (
          <Checkbox label={text('packages.active.words')} checked={field.value} onChange={field.onChange} />
        )}
      />
    </EntityDialog>
  );
}

/** Of a change only what is another than before. */
function prepare(values: Values, before: Values | undefined): Readonly<Record<string, unknown>> {
  const all = { ...values, name: values.name.trim() };
  const changed = Object.entries(all).filter(
    ([name, value]) => !before || value !== before[name as keyof Values],
  );
  const isNumber = (name: string) => (numbers as readonly string[]).includes(name);
  return Object.fromEntries(
    changed.map(([name, value]) => [
      name,
      // Nothing is not zero: the contract says what is missing.
      isNumber(name) ? (value === '' ? undefined : Number(value)) : value,
    ]),
  );
}
