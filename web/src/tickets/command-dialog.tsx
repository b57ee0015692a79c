/** What a command needs to know is asked here: one form for each command that needs something. */
import { useState } from 'react';
import type { AskedCommand } from './asked-command.ts';
import { AssignForm } from './forms/assign-form.tsx';
import type { CommandFormProps } from './forms/command-form.ts';
import { CompleteForm } from './forms/complete-form.tsx';
import { EditForm } from './forms/edit-form.tsx';
import { MergeForm } from './forms/merge-form.tsx';
import { ReasonForm } from './forms/reason-form.tsx';
import { SnoozeForm } from './forms/snooze-form.tsx';

/**
 * The form belongs to the ticket as it was when it opened: what others change meanwhile is a conflict (412) to be
 * shown, never something that is overwritten unseen.
 */
export function CommandDialog({
  command,
  ticket,
  onClose,
}: CommandFormProps & { readonly command: AskedCommand }) {
  const [seen] = useState(ticket);
  const rest = { ticket: seen, onClose };
  switch (command) {
    case 'assign':
      return <AssignForm {...rest} />;
    case 'complete':
      return <CompleteForm {...rest} />;
    case 'edit':
      return <EditForm {...rest} />;
    case 'merge':
      return <MergeForm {...rest} />;
    case 'snooze':
      return <SnoozeForm {...rest} />;
    case 'hold':
    case 'cancel':
    case 'reopen':
      return <ReasonForm command={command} {...rest} />;
  }
}
