import { Controller } from 'react-hook-form';
import type * as z from 'zod/mini';
import { assignTicketSchema } from '../../../../src/contracts/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { TextField } from '../../kit/text-field.tsx';
import { fromLocal, toLocal } from '../local-time.ts';
import { TechnicianPicker } from '../technician-picker.tsx';
import type { CommandFormProps } from './command-form.ts';
import { FormDialog } from './form-dialog.tsx';
import { useCommandForm } from './use-command-form.ts';

interface Values {
  readonly technicianId: string;
  readonly scheduledAt: string;
}

export function AssignForm({ ticket, onClose }: CommandFormProps) {
  const text = useText();
  const { form, errorOf, submit, mutation, ...state } = useCommandForm<Values>({
    ticket,
    command: 'assign',
    schema: assignTicketSchema as unknown as z.ZodMiniType<unknown, Values>,
    initial: { technicianId: ticket.technicianId ?? '', scheduledAt: toLocal(ticket.scheduledAt) },
    prepare: ({ technicianId, scheduledAt }) => ({
      ...(technicianId ? { technicianId } : {}),
      ...(scheduledAt ? { scheduledAt: fromLocal(scheduledAt) } : {}),
    }),
    onClose,
  });
  return (
    <FormDialog
      {...state}
      title={`${text('command.assign')} · ${ticket.number}`}
      description={ticket.title}
      submitLabel={text('command.assign')}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
      onForce={({ current, body }) =>
        mutation.mutate({ ticket: current, command: 'assign', ...(body ? { body } : {}) })
      }
    >
      <Controller
        control={form.control}
        name="technicianId"
        render={({ field }) => (
          <TechnicianPicker
            zone={ticket.zone}
            value={field.value}
            onChange={field.onChange}
            error={errorOf('technicianId')}
          />
        )}
      />
      <TextField
        label={text('field.scheduledAt')}
        optional
        type="datetime-local"
        error={errorOf('scheduledAt')}
        {...form.register('scheduledAt')}
      />
    </FormDialog>
  );
}
