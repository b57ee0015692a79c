import { useQuery } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import * as z from 'zod/mini';
import {
  setSpecializationSchema,
  specializationCodeSchema,
  type TechnicianSpecialization,
} from '../../../src/contracts/technicians.ts';
import { specializations } from '../api/dispatch.ts';
import { queryClient } from '../api/query-client.ts';
import { setSpecialization, type Technician, technicianKeys } from '../api/technicians.ts';
import { EntityDialog, Pair } from '../forms/entity-dialog.tsx';
import { useEntityForm } from '../forms/use-entity-form.ts';
import { useText } from '../i18n/text.ts';
import { Combobox } from '../kit/combobox.tsx';
import { showToast } from '../kit/show-toast.ts';
import { TextField } from '../kit/text-field.tsx';
import { useSpecializationName } from './use-specialization-name.ts';

interface Values {
  readonly code: string;
  readonly proficiency: string;
  readonly years: string;
  readonly certifiedUntil: string;
}

const formSchema = z.extend(setSpecializationSchema, { code: specializationCodeSchema });
type Body = z.output<typeof formSchema>;

/** Gives a technician a specialization, or changes the one that is given. */
export function SkillForm({
  technician,
  skill,
  onClose,
}: {
  readonly technician: Technician;
  readonly skill?: TechnicianSpecialization;
  readonly onClose: () => void;
}) {
  const text = useText();
  const nameOf = useSpecializationName();
  const { data } = useQuery(specializations);
  const { form, errorOf, submit, refusal, busy } = useEntityForm<Values, Body, Technician>({
    schema: formSchema,
    initial: {
      code: skill?.code ?? '',
      proficiency: String(skill?.proficiency ?? 3),
      years: String(skill?.years ?? 1),
      certifiedUntil: skill?.certifiedUntil ?? '',
    },
    prepare: ({ code, proficiency, years, certifiedUntil }) => ({
      code,
      proficiency: Number(proficiency),
      years: Number(years),
      certifiedUntil: certifiedUntil || null,
    }),
    save: ({ code, ...body }, { key }) => setSpecialization(technician.id, code, body, { key }),
    onDone(saved) {
      void queryClient.invalidateQueries({ queryKey: technicianKeys.all });
      showToast({ kind: 'done', title: text('form.saved', { name: saved.name }) });
      onClose();
    },
  });
  const had = new Set(technician.specializations.map(({ code }) => code));
  const choices = (data?.data ?? [])
    .filter(({ code, active }) => active && !had.has(code))
    .map(({ code }) => ({ value: code, label: nameOf(code), detail: code }));
  return (
    <EntityDialog
      title={skill ? nameOf(skill.code) : text('technicians.skills.add')}
      description={technician.name}
      submitLabel={text('action.save')}
      busy={busy}
      refusal={refusal}
      onSubmit={submit}
      onClose={onClose}
    >
      {!skill && (
        <Controller
          control={form.control}
          name="code"
          render={({ field }) => (
            <Combobox
              label={text('field.specialization')}
              placeholder={text('field.specialization.placeholder')}
              empty={text('field.specialization.nothing')}
              choices={choices}
              value={choices.find(({ value }) => value === field.value) ?? null}
              onChange={(choice) => field.onChange(choice?.value ?? '')}
              error={errorOf('code')}
            />
          )}
        />
      )}
      <Pair>
        <TextField
          label={text('field.proficiency')}
          hint={text('field.proficiency.hint')}
          inputMode="numeric"
          error={errorOf('proficiency')}
          {...form.register('proficiency')}
        />
        <TextField
          label={text('field.years')}
          inputMode="numeric"
          error={errorOf('years')}
          {...form.register('years')}
        />
      </Pair>
      <TextField
        label={text('field.certifiedUntil')}
        optional
        type="date"
        error={errorOf('certifiedUntil')}
        {...form.register('certifiedUntil')}
      />
    </EntityDialog>
  );
}
