/** The day of a technician is full: whether it may be one more, on purpose. */
import { useText } from '../i18n/text.ts';
import { AlertDialog } from '../kit/alert-dialog.tsx';
import { useTechnicians } from './names.ts';
import { type Ask, useTicketCommand } from './use-ticket-command.ts';

export function OverbookDialog({ ask, onClose }: { readonly ask: Ask; readonly onClose: () => void }) {
  const text = useText();
  const technicians = useTechnicians();
  const { mutate, isPending } = useTicketCommand({ onDone: onClose });
  const { ticket, command, body } = ask;
  const name = technicians.get(String(body?.technicianId))?.name;
  return (
    <AlertDialog
      open
      title={text('overbook.title')}
      description={
        name === undefined
          ? text('overbook.own', { number: ticket.number })
          : text('overbook.words', { number: ticket.number, name })
      }
      confirm={text('overbook.confirm')}
      busy={isPending}
      onConfirm={() => mutate({ ticket, command, body: { ...body, overbook: true } })}
      onCancel={onClose}
    />
  );
}
