/** Somebody changed a ticket before it was dropped: both sides, and which stands. */
import { useState } from 'react';
import { useProblemWords } from '../../i18n/problem-words.ts';
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
  const words = useProblemWords();
  const [latest, setLatest] = useState(conflict);
  const [refusal, setRefusal] = useState<string>();
  const { mutate, isPending } = useTicketCommand({
    guesses: false,
    onDone: onClose,
    onConflict: setLatest,
    onRefused(error) {
      const { title, remedy, traceId } = words(error);
      setRefusal(`${title}. ${remedy}${traceId ? ` (${traceId})` : ''}`);
    },
  });
  return (
    <FormDialog
      title={text('conflict.title')}
      submitLabel={text('conflict.applyMine')}
      busy={isPending}
      refusal={refusal}
      conflict={latest}
      onSubmit={(event) => event.preventDefault()}
      onClose={onClose}
      onForce={({ current, command, body = {} }) => {
        setRefusal(undefined);
        mutate({ ticket: current, command, body });
      }}
    >
      {null}
    </FormDialog>
  );
}
