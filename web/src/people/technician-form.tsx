import {
  createTechnicianSchema,
  editTechnicianSchema,
  shifts,
  skillLevels,
} from '../../../src/contracts/technicians.ts';
import { get } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { createTechnician, editTechnician, type Technician, technicianKeys } from '../api/technicians.ts';
import { EntityDialog, Pair } from '../forms/entity-dialog.tsx';
import { SelectField } from '../forms/select-field.tsx';
import { useEntityForm } from '../forms/use-entity-form.ts';
import { useText } from '../i18n/text.ts';
import { showToast } from '../kit/show-toast.ts';
import { TextField } from '../kit/text-field.tsx';

interface Values {
  readonly employeeNumber: string;
  readonly name: string;
  readonly zone: string;
  readonly skillLevel: Technician['skillLevel'];
  readonly shift: Technician['shift'];
  readonly maxTicketsPerDay: string;
}

const editable = ['name', 'zone', 'skillLevel', 'shift', 'maxTicketsPerDay'] as const;

/** Registers a technician, or changes the one that is given. */
export function TechnicianForm({
  technician,
  onClose,
}: {
  readonly technician?: Technician;
  readonly onClose: () => void;
}) {
  const text = useText();
  const initial: Values = {
    employeeNumber: technician?.employeeNumber ?? '',
    name: technician?.name ?? '',
    zone: technician?.zone ?? '',
    skillLevel: technician?.skillLevel ?? 'junior',
    shift: technician?.shift ?? 'day',
    maxTicketsPerDay: String(technician?.maxTicketsPerDay ?? 5),
  };
  const { form, errorOf, submit, refusal, theirs, busy } = useEntityForm<Values, never, Technician>({
    schema: (technician ? editTechnicianSchema : createTechnicianSchema) as never,
    initial,
    prepare: (values) => prepare(values, technician && initial),
    ...(technician ? { version: technician.version } : {}),
    save: (body, { key, version }) =>
      technician ? editTechnician(technician.id, body, { key, version }) : createTechnician(body, key),
    ...(technician ? { reread: () => get<Technician>(`/technicians/${technician.id}`) } : {}),
    onDone(saved) {
      void queryClient.invalidateQueries({ queryKey: technicianKeys.all });
      showToast({ kind: 'done', title: text('form.saved', { name: saved.name }) });
      onClose();
    },
  });
  const labels = {
    name: text('field.name'),
    zone: text('field.zone'),
    skillLevel: text('field.skillLevel'),
    shift: text('field.shift'),
    maxTicketsPerDay: text('field.maxTicketsPerDay'),
  };
  return (
    <EntityDialog
      title={technician ? technician.name : text('technicians.new')}
      submitLabel={text('action.save')}
      busy={busy}
      refusal={refusal ?? errorOf('' as never)}
      differences={
        theirs &&
        editable.map((field) => ({
          label: labels[field],
          now: String(theirs[field]),
          mine: form.getValues(field),
        }))
      }
      onSubmit={submit}
      onClose={onClose}
    >
      {!technician && (
        <TextField
          label={text('field.employeeNumber')}
          error={errorOf('employeeNumber')}
          {...form.register('employeeNumber')}
        />
      )}
      <TextField label={labels.name} error={errorOf('name')} {...form.register('name')} />
      <TextField
        label={labels.zone}
        hint={text('form.zone')}
        error={errorOf('zone')}
        {...form.register('zone')}
      />
      <Pair>
        <SelectField
          control={form.control}
          name="skillLevel"
          label={labels.skillLevel}
          options={skillLevels.map((value) => ({ value, label: text(`skill.${value}`) }))}
        />
        <SelectField
          control={form.control}
          name="shift"
          label={labels.shift}
          options={shifts.map((value) => ({ value, label: text(`shift.${value}`) }))}
        />
      </Pair>
      <TextField
        label={labels.maxTicketsPerDay}
        inputMode="numeric"
        error={errorOf('maxTicketsPerDay')}
        {...form.register('maxTicketsPerDay')}
      />
    </EntityDialog>
  );
}

/** Of a change only what is another than before. */
function prepare(values: Values, before: Values | undefined): Readonly<Record<string, unknown>> {
  const { employeeNumber, maxTicketsPerDay, ...rest } = values;
  const all = { ...rest, name: rest.name.trim(), zone: rest.zone.trim() };
  const limit = { maxTicketsPerDay: Number(maxTicketsPerDay) };
  if (!before) return { ...all, ...limit, employeeNumber: employeeNumber.trim() };
  const changed = Object.entries(all).filter(([name, value]) => value !== before[name as keyof Values]);
  return {
    ...Object.fromEntries(changed),
    ...(maxTicketsPerDay === before.maxTicketsPerDay ? {} : limit),
  };
}
