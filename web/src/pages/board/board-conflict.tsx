/** Somebody changed a ticket before it was dropped: both sides, and which stands. */

import { useText } from '../../i18n/text.ts';
import { FormDialog } from '../../tickets/forms/form-dialog.tsx';
import { type Conflict, useTicketCommand } from '../../tickets/use-ticket-command.ts';

export function BoardConflict({
  conflict,
  onClose,
}: {
  readonly conflict: Conflict;
  readonly onClose: () => void;
}) {
  const text = useText();
  const { mutate, isPending } = useTicketCommand({ onDone: onClose });
  return (
    <FormDialog
      title={text('conflict.title')}
      submitLabel={text('conflict.applyMine')}
      busy={isPending}
      refusal={undefined}
      conflict={conflict}
      onSubmit={(event) => event.preventDefault()}
      onClose={onClose}
      onForce={({ current, command, body }) =>
        mutate({ ticket: current, command, ...(body ? { body } : {}) })
      }
    >
      {null}
    </FormDialog>
  );
}
