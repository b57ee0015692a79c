import type * as z from 'zod/mini';
import { completeTicketSchema } from '../../../../src/contracts/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { TextArea } from '../../kit/text-area.tsx';
import { TextField } from '../../kit/text-field.tsx';
import type { CommandFormProps } from './command-form.ts';
import { FormDialog } from './form-dialog.tsx';
import { useCommandForm } from './use-command-form.ts';

/** As the fields hold it. */
interface Values {
  readonly resolution: string;
  readonly equipmentSerials: string;
  readonly signalDbm: string;
  readonly photoUrl: string;
}

export function CompleteForm({ ticket, onClose }: CommandFormProps) {
  const text = useText();
  const installation = ticket.type === 'installation';
  const { form, errorOf, submit, mutation, ...state } = useCommandForm<Values>({
    ticket,
    command: 'complete',
    schema: completeTicketSchema as unknown as z.ZodMiniType<unknown, Values>,
    initial: { resolution: '', equipmentSerials: '', signalDbm: '', photoUrl: '' },
    prepare: ({ resolution, equipmentSerials, signalDbm, photoUrl }) => {
      const serials = equipmentSerials.split(/[\s,;]+/).filter(Boolean);
      const signal = signalDbm.trim().replace('−', '-').replace(',', '.');
      return {
        resolution,
        ...(serials.length > 0 ? { equipmentSerials: serials } : {}),
        ...(signal ? { signalDbm: Number(signal) } : {}),
        ...(photoUrl.trim() ? { photoUrl: photoUrl.trim() } : {}),
      };
    },
    onClose,
  });
  return (
    <FormDialog
      {...state}
      title={`${text('command.complete')} · ${ticket.number}`}
      description={installation ? text('command.complete.installation') : text('command.complete.words')}
      submitLabel={text('command.complete')}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
      onForce={({ current, body }) =>
        mutation.mutate({ ticket: current, command: 'complete', ...(body ? { body } : {}) })
      }
    >
      <TextArea
        label={text('field.resolution')}
        error={errorOf('resolution')}
        {...form.register('resolution')}
      />
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
          <TextField
            label={text('field.photoUrl')}
            inputMode="url"
            error={errorOf('photoUrl')}
            {...form.register('photoUrl')}
          />
        </>
      )}
    </FormDialog>
  );
}
