import {
  cancelTicketSchema,
  holdTicketSchema,
  reopenTicketSchema,
} from '../../../../src/contracts/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { TextArea } from '../../kit/text-area.tsx';
import type { CommandFormProps } from './command-form.ts';
import { FormDialog } from './form-dialog.tsx';
import { useCommandForm } from './use-command-form.ts';

const schemas = { hold: holdTicketSchema, cancel: cancelTicketSchema, reopen: reopenTicketSchema } as const;

/** Commands that need only why. */
export function ReasonForm({
  ticket,
  command,
  onClose,
}: CommandFormProps & { readonly command: keyof typeof schemas }) {
  const text = useText();
  const { form, errorOf, submit, ...state } = useCommandForm<{ reason: string }>({
    ticket,
    command,
    schema: schemas[command],
    initial: { reason: '' },
    onClose,
  });
  return (
    <FormDialog
      {...state}
      title={`${text(`command.${command}`)} · ${ticket.number}`}
      description={text(`command.${command}.words`)}
      submitLabel={text(`command.${command}`)}
      danger={command === 'cancel'}
      onSubmit={(event) => void submit(event)}
      onClose={onClose}
    >
      <TextArea label={text('field.reason')} error={errorOf('reason')} {...form.register('reason')} />
    </FormDialog>
  );
}
