import { Controller } from 'react-hook-form';
import {
  createSpecializationSchema,
  editSpecializationSchema,
  type Specialization,
} from '../../../../src/contracts/specializations.ts';
import type { TicketType } from '../../../../src/contracts/tickets.ts';
import { createSpecialization, dispatchKeys, editSpecialization } from '../../api/dispatch.ts';
import { queryClient } from '../../api/query-client.ts';
import { EntityDialog, Pair } from '../../forms/entity-dialog.tsx';
import { useEntityForm } from '../../forms/use-entity-form.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { TextField } from '../../kit/text-field.tsx';
import { Kinds } from './kinds.tsx';

interface Values {
  readonly code: string;
  readonly nameId: string;
  readonly nameEn: string;
  readonly ticketTypes: TicketType[];
  readonly categories: string;
  readonly active: boolean;
}

/** Adds a specialization to the list, or changes the one that is given. */
export function SpecializationForm({
  specialization,
  onClose,
}: {
  readonly specialization?: Specialization;
  readonly onClose: () => void;
}) {
  const text = useText();
  const { form, errorOf, submit, refusal, busy } = useEntityForm<Values, never, Specialization>({
    schema: (specialization ? editSpecializationSchema : createSpecializationSchema) as never,
    initial: {
      code: '',
      nameId: specialization?.nameId ?? '',
      nameEn: specialization?.nameEn ?? '',
      ticketTypes: specialization?.ticketTypes ?? [],
      categories: specialization?.categories.join(', ') ?? '',
      active: specialization?.active ?? true,
    },
    prepare: ({ code, nameId, nameEn, ticketTypes, categories, active }) => ({
      ...(specialization ? { active } : { code }),
      nameId,
      nameEn,
      ticketTypes,
      categories: categories
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    }),
    ...(specialization ? { version: specialization.version } : {}),
    save: (body, options) =>
      specialization
        ? editSpecialization(specialization.code, body, options)
        : createSpecialization(body, options),
    onDone(saved) {
      void queryClient.invalidateQueries({ queryKey: dispatchKeys.specializations });
      showToast({ kind: 'done', title: text('form.saved', { name: saved.code }) });
      onClose();
    },
  });
  return (
    <EntityDialog
      title={specialization ? specialization.code : text('dispatch.skills.new')}
      submitLabel={text('action.save')}
      busy={busy}
      refusal={refusal}
      onSubmit={submit}
      onClose={onClose}
    >
      {!specialization && (
        <TextField
          label={text('field.code')}
          hint={text('field.code.hint')}
          error={errorOf('code')}
          {...form.register('code')}
        />
      )}
      <Pair>
        <TextField label={text('field.nameId')} error={errorOf('nameId')} {...form.register('nameId')} />
        <TextField label={text('field.nameEn')} error={errorOf('nameEn')} {...form.register('nameEn')} />
      </Pair>
      <Controller
        control={form.control}
        name="ticketTypes"
        render={({ field }) => (
          <Kinds label={text('dispatch.skills.neededBy')} value={field.value} onChange={field.onChange} />
        )}
      />
      <TextField
        label={text('field.categories')}
        optional
        hint={text('field.categories.hint')}
        error={errorOf('categories')}
        {...form.register('categories')}
      />
      {specialization && (
        <Controller
          control={form.control}
          name="active"
          render={({ field }) => (
            <Checkbox
              label={text('dispatch.skills.active')}
              checked={field.value}
              onChange={field.onChange}
            />
          )}
        />
      )}
    </EntityDialog>
  );
}
