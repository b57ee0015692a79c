import { Controller } from 'react-hook-form';
import { type Customer, createCustomerSchema, editCustomerSchema } from '../../../src/contracts/customers.ts';
import { get } from '../api/client.ts';
import { createCustomer, customerKeys, editCustomer } from '../api/customers.ts';
import { queryClient } from '../api/query-client.ts';
import { EntityDialog, Pair } from '../forms/entity-dialog.tsx';
import { useEntityForm } from '../forms/use-entity-form.ts';
import { useText } from '../i18n/text.ts';
import { showToast } from '../kit/show-toast.ts';
import { TextField } from '../kit/text-field.tsx';
import { PackageSelect } from '../packages/package-select.tsx';
import {
  type AddressValues,
  addressFields,
  addressOf,
  addressValues,
  addressWords,
} from './address-fields.ts';

const fields = ['name', 'phone', 'email', 'zone'] as const;
type Values = Record<(typeof fields)[number] | 'packageId', string> & { readonly address: AddressValues };

/** Makes a customer, or changes the one that is given. */
export function CustomerForm({
  customer,
  onClose,
  onSaved,
}: {
  readonly customer?: Customer;
  readonly onClose: () => void;
  readonly onSaved?: (saved: Customer) => void;
}) {
  const text = useText();
  const initial: Values = {
    name: customer?.name ?? '',
    phone: customer?.phone ?? '',
    email: customer?.email ?? '',
    zone: customer?.zone ?? '',
    packageId: customer?.packageId ?? '',
    address: addressValues(customer?.address ?? null),
  };
  const { form, errorOf, submit, refusal, theirs, busy } = useEntityForm<Values, never, Customer>({
    schema: (customer ? editCustomerSchema : createCustomerSchema) as never,
    initial,
    prepare: (values) => prepare(values, customer && initial),
    ...(customer ? { version: customer.version } : {}),
    save: (body, { key, version }) =>
      customer ? editCustomer(customer.id, body, { key, version }) : createCustomer(body, key),
    ...(customer ? { reread: () => get<Customer>(`/customers/${customer.id}`) } : {}),
    onDone(saved) {
      void queryClient.invalidateQueries({ queryKey: customerKeys.all });
      showToast({ kind: 'done', title: text('form.saved', { name: saved.name }) });
      onClose();
      onSaved?.(saved);
    },
  });
  const labels = {
    name: text('field.name'),
    phone: text('field.phone'),
    email: text('field.email'),
    zone: text('field.zone'),
  };
  const addressField = (name: keyof AddressValues) => (
    <TextField
      label={text(`address.${name}`)}
      // An address is none, or all but these.
      optional={name === 'street' || name === 'rt' || name === 'rw' || name === 'coordinates'}
      hint={name === 'coordinates' ? text('address.coordinates.hint') : undefined}
      error={errorOf(`address.${name}`)}
      {...form.register(`address.${name}`)}
    />
  );
  // Later on it is a ticket that changes the package.
  const choosesPackage =
    !customer || customer.packageId === null || customer.status === 'pending_installation';
  return (
    <EntityDialog
      title={customer ? customer.name : text('customers.new')}
      submitLabel={text('action.save')}
      busy={busy}
      refusal={refusal ?? errorOf('' as never)}
      differences={
        theirs && [
          ...fields.map((field) => ({
            label: labels[field],
            now: theirs[field] ?? '',
            mine: form.getValues(field),
          })),
          {
            label: text('field.address'),
            now: addressWords(addressValues(theirs.address)),
            mine: addressWords(form.getValues('address')),
          },
        ]
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField label={labels.name} error={errorOf('name')} {...form.register('name')} />
      <Pair>
        <TextField
          label={labels.phone}
          optional
          inputMode="tel"
          error={errorOf('phone')}
          {...form.register('phone')}
        />
        <TextField
          label={labels.email}
          optional
          inputMode="email"
          error={errorOf('email')}
          {...form.register('email')}
        />
      </Pair>
      <TextField
        label={labels.zone}
        hint={text('form.zone')}
        error={errorOf('zone')}
        {...form.register('zone')}
      />
      {choosesPackage && (
        <Controller
          control={form.control}
          name="packageId"
          render={({ field }) => (
            <PackageSelect value={field.value} onChange={field.onChange} error={errorOf('packageId')} />
          )}
        />
      )}
      {addressField('street')}
      <Pair>
        {addressField('rt')}
        {addressField('rw')}
      </Pair>
      <Pair>
        {addressField('kelurahan')}
        {addressField('kecamatan')}
      </Pair>
      <Pair>
        {addressField('city')}
        {addressField('postalCode')}
      </Pair>
      {addressField('coordinates')}
    </EntityDialog>
  );
}

/** Of a change only what is another than before. */
function prepare(values: Values, before: Values | undefined): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field].trim();
    if (before && value === before[field]) continue;
    const optional = field === 'phone' || field === 'email';
    if (optional && value === '') {
      if (before) given[field] = null;
    } else given[field] = value;
  }
  if (values.packageId !== '' && values.packageId !== before?.packageId) given.packageId = values.packageId;
  const moved = addressFields.some((name) => values.address[name].trim() !== (before?.address[name] ?? ''));
  if (moved) given.address = addressOf(values.address);
  return given;
}
