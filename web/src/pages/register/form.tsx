/** The facts of an application, checked by the contract before a code is sent. */
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useEffect } from 'react';
import { Controller, type Path, useForm } from 'react-hook-form';
import * as z from 'zod/mini';
import type { FieldError } from '../../../../src/contracts/generic/errors.ts';
import {
  type OfferedPackage,
  submitRegistrationSchema,
  visitSlots,
} from '../../../../src/contracts/registrations.ts';
import { issueText } from '../../i18n/form-issues.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { RadioList } from '../../kit/radio-list.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { TextField } from '../../kit/text-field.tsx';
import styles from './page.module.css';

const addressFields = ['street', 'rt', 'rw', 'kelurahan', 'kecamatan', 'city', 'postalCode'] as const;

export interface Applicant {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly address: Readonly<Record<(typeof addressFields)[number], string>>;
  readonly packageId: string;
  readonly preferredDate: string;
  readonly preferredSlot: (typeof visitSlots)[number];
}

export const noApplicant: Applicant = {
  name: '',
  phone: '',
  email: '',
  address: { street: '', rt: '', rw: '', kelurahan: '', kecamatan: '', city: '', postalCode: '' },
  packageId: '',
  preferredDate: '',
  preferredSlot: 'morning',
};

/** What is asked here; code and signature come later. */
const schema = z.omit(submitRegistrationSchema, { code: true, form: true, website: true, locale: true });

/** What is empty goes: the contract says then that it is missing. */
export function toRegistration({ address, ...facts }: Applicant) {
  return { ...filled(facts), address: filled(address) };
}

function filled<T extends Readonly<Record<string, string>>>(fields: T): Partial<T> {
  const trimmed = Object.entries(fields).map(([key, value]) => [key, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== '')) as Partial<T>;
}

export function ApplicantForm({
  packages,
  draft,
  fields,
  busy,
  refusal,
  onKeep,
  onSubmit,
}: {
  readonly packages: readonly OfferedPackage[];
  readonly draft: Applicant;
  /** What the API refused. */
  readonly fields: readonly FieldError[];
  readonly busy: boolean;
  readonly refusal: string | undefined;
  readonly onKeep: (draft: Applicant) => void;
  readonly onSubmit: (applicant: Applicant) => void;
}) {
  const text = useText();
  const formats = useFormats();
  const form = useForm<Applicant>({
    defaultValues: draft,
    resolver: async (values, context, options) =>
      (await standardSchemaResolver(schema as never)(
        toRegistration(values) as never,
        context,
        options as never,
      )) as never,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: subscribes once.
  useEffect(
    () => form.subscribe({ formState: { values: true }, callback: ({ values }) => onKeep(values) }),
    [],
  );
  useEffect(() => {
    for (const { path, message } of fields) form.setError(path as Path<Applicant>, { message });
  }, [fields, form]);
  const errorOf = (name: Path<Applicant>) =>
    issueText(text, form.getFieldState(name, form.formState).error?.message);
  const address = (name: (typeof addressFields)[number]) => ({
    label: text(`register.${name}`),
    error: errorOf(`address.${name}`),
    ...form.register(`address.${name}`),
  });
  const submit = form.handleSubmit(() => onSubmit(form.getValues()));
  return (
    <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      <p className={styles.words}>{text('register.words')}</p>
      <section className={styles.section} aria-labelledby="person">
        <h2 id="person">{text('register.person')}</h2>
        <TextField
          label={text('field.name')}
          autoComplete="name"
          error={errorOf('name')}
          {...form.register('name')}
        />
        <TextField
          label={text('field.phone')}
          hint={text('register.phone.hint')}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          error={errorOf('phone')}
          {...form.register('phone')}
        />
        <TextField
          label={text('field.email')}
          optional
          type="email"
          inputMode="email"
          autoComplete="email"
          error={errorOf('email')}
          {...form.register('email')}
        />
      </section>
      <section className={styles.section} aria-labelledby="place">
        <h2 id="place">{text('register.place')}</h2>
        <TextField autoComplete="street-address" {...address('street')} />
        <div className={styles.pair}>
          <TextField optional inputMode="numeric" {...address('rt')} />
          <TextField optional inputMode="numeric" {...address('rw')} />
        </div>
        <TextField {...address('kelurahan')} />
        <TextField {...address('kecamatan')} />
        <div className={styles.pair}>
          <TextField autoComplete="address-level2" {...address('city')} />
          <TextField inputMode="numeric" autoComplete="postal-code" {...address('postalCode')} />
        </div>
      </section>
      <section className={styles.section} aria-labelledby="choice">
        <h2 id="choice">{text('register.choice')}</h2>
        <Controller
          control={form.control}
          name="packageId"
          render={({ field }) => (
            <RadioList
              label={text('field.package')}
              value={field.value}
              onChange={field.onChange}
              options={packages.map(({ id, name, downMbps, monthlyPrice }) => ({
                value: id,
                label: name,
                detail: text('register.packageDetail', {
                  down: downMbps,
                  price: formats.rupiah(monthlyPrice),
                }),
              }))}
            />
          )}
        />
        {errorOf('packageId') && (
          <p className={styles.error} role="alert">
            {errorOf('packageId')}
          </p>
        )}
        <TextField
          label={text('register.date')}
          type="date"
          error={errorOf('preferredDate')}
          {...form.register('preferredDate')}
        />
        <Controller
          control={form.control}
          name="preferredSlot"
          render={({ field }) => (
            <Segmented
              label={text('register.slot')}
              value={field.value}
              onChange={field.onChange}
              segments={visitSlots.map((value) => ({ value, label: text(`registrations.slot.${value}`) }))}
            />
          )}
        />
      </section>
      {refusal && (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
      <Button variant="primary" type="submit" busy={busy} wide>
        {text('register.sendCode')}
      </Button>
    </form>
  );
}
