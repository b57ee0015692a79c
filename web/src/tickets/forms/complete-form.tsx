import { useEffect, useState } from 'react';
import { Controller } from 'react-hook-form';
import type * as z from 'zod/mini';
import { completeTicketSchema } from '../../../../src/contracts/tickets.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { useText } from '../../i18n/text.ts';
import { RadioList } from '../../kit/radio-list.tsx';
import { TextArea } from '../../kit/text-area.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useMay } from '../../session/session.ts';
import { PhotoField } from '../attachments/photo-field.tsx';
import { useUploads } from '../attachments/uploads.ts';
import type { CommandFormProps } from './command-form.ts';
import { FormDialog } from './form-dialog.tsx';
import { useCommandForm } from './use-command-form.ts';

/** No field of the form: photos are attached as they are taken. */
const photos = 'photos' as never;

/** As the fields hold it. */
interface Values {
  readonly resolution: string;
  readonly equipmentSerials: string;
  readonly signalDbm: string;
  readonly survey: 'feasible' | 'notFeasible' | '';
  readonly surveyNote: string;
}

const empty: Values = { resolution: '', equipmentSerials: '', signalDbm: '', survey: '', surveyNote: '' };

export function CompleteForm({ ticket, onClose }: CommandFormProps) {
  const text = useText();
  const [unsaid, setUnsaid] = useState(false);
  const installation = ticket.type === 'installation';
  const surveys = ticket.type === 'survey';
  const mayAttach = useMay()('tickets.attach');
  const [draft, keep, forget] = useDraft<Values>(`complete.${ticket.id}`, empty);
  const underWay = useUploads(ticket.id).some(({ state }) => state !== 'failed');
  const { form, errorOf, submit, ...state } = useCommandForm<Values>({
    ticket,
    command: 'complete',
    schema: completeTicketSchema as unknown as z.ZodMiniType<unknown, Values>,
    initial: draft,
    prepare: ({ resolution, equipmentSerials, signalDbm, survey, surveyNote }) => {
      const serials = equipmentSerials.split(/[\s,;]+/).filter(Boolean);
      const signal = signalDbm.trim().replace('−', '-').replace(',', '.');
      return {
        resolution,
        ...(serials.length > 0 ? { equipmentSerials: serials } : {}),
        ...(signal ? { signalDbm: Number(signal) } : {}),
        ...(survey
          ? {
              survey: {
                feasible: survey === 'feasible',
                ...(surveyNote.trim() ? { note: surveyNote.trim() } : {}),
              },
            }
          : {}),
      };
    },
    onDone: () => forget(),
    onClose,
  });
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values }) => keep({ ...empty, ...values }),
      }),
    [form, keep],
  );
  return (
    <FormDialog
      {...state}
      title={`${text('command.complete')} · ${ticket.number}`}
      description={text(`command.complete.${surveys ? 'survey' : installation ? 'installation' : 'words'}`)}
      submitLabel={text('command.complete')}
      onSubmit={(event) => {
        const missing = surveys && form.getValues('survey') === '';
        setUnsaid(missing);
        // What is on its way would come too late for the command.
        if (underWay) form.setError(photos, { message: 'photos are still being sent' });
        if (missing || underWay) event.preventDefault();
        else void submit(event);
      }}
      onClose={onClose}
    >
      <TextArea
        label={text('field.resolution')}
        error={errorOf('resolution')}
        {...form.register('resolution')}
      />
      {surveys && (
        <>
          <Controller
            control={form.control}
            name="survey"
            render={({ field }) => (
              <RadioList
                label={text('registrations.result')}
                value={field.value}
                onChange={field.onChange}
                options={(['feasible', 'notFeasible'] as const).map((value) => ({
                  value,
                  label: text(`registrations.${value}`),
                }))}
                error={unsaid ? text('field.survey.missing') : undefined}
              />
            )}
          />
          <TextArea
            label={text('field.surveyNote')}
            optional
            maxLength={2_000}
            {...form.register('surveyNote')}
          />
        </>
      )}
      {installation && (
        <>
          <TextField
            label={text('field.equipmentSerials')}
            hint={text('field.equipmentSerials.hint')}
            error={errorOf('equipmentSerials')}
            {...form.register('equipmentSerials')}
          />
          <TextField
            label={text('field.signalDbm')}
            hint={text('field.signalDbm.hint')}
            inputMode="decimal"
            error={errorOf('signalDbm')}
            {...form.register('signalDbm')}
          />
        </>
      )}
      {mayAttach && <PhotoField ticketId={ticket.id} required={installation} error={errorOf(photos)} />}
    </FormDialog>
  );
}
