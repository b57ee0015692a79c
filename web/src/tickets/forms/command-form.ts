import type { Ticket } from '../../../../src/contracts/tickets.ts';

/** What every form of a command is given. */
export interface CommandFormProps {
  readonly ticket: Ticket;
  readonly onClose: () => void;
}
