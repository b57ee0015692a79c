import type { TicketCommandName } from '../../../src/contracts/tickets.ts';

/** Commands that need to know something first. */
export type AskedCommand =
  | Extract<TicketCommandName, 'assign' | 'hold' | 'complete' | 'cancel' | 'reopen'>
  | 'edit';

export function isAsked(command: TicketCommandName | 'edit'): command is AskedCommand {
  return command !== 'claim' && command !== 'start' && command !== 'resume' && command !== 'comments';
}
