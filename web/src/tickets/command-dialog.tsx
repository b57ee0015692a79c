/** What a command needs to know is asked here: one form for each command that needs something. */
import type { AskedCommand } from './asked-command.ts';
import { AssignForm } from './forms/assign-form.tsx';
import type { CommandFormProps } from './forms/command-form.ts';
import { CompleteForm } from './forms/complete-form.tsx';
import { EditForm } from './forms/edit-form.tsx';
import { ReasonForm } from './forms/reason-form.tsx';

export function CommandDialog({ command, ...rest }: CommandFormProps & { readonly command: AskedCommand }) {
  switch (command) {
    case 'assign':
      return <AssignForm {...rest} />;
    case 'complete':
      return <CompleteForm {...rest} />;
    case 'edit':
      return <EditForm {...rest} />;
    case 'hold':
    case 'cancel':
    case 'reopen':
      return <ReasonForm command={command} {...rest} />;
  }
}
