import type { TicketCommandName } from '../../../src/contracts/tickets.ts';

/** Commands that need to know something first. */
const asked = ['assign', 'hold', 'complete', 'cancel', 'reopen', 'merge', 'snooze', 'edit'] as const;
export type AskedCommand = (typeof asked)[number];

export function isAsked(command: TicketCommandName | 'edit'): command is AskedCommand {
  return (asked as readonly string[]).includes(command);
}
