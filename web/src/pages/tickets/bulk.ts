/** One command for many tickets: each by the same rules as alone, four at a time, with an outcome each. */
import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { newKey } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { editTicket, giveCommand, type TicketEdit } from '../../api/tickets.ts';
import { putTicket } from '../../live/ticket-cache.ts';

const AT_ONCE = 4;

export interface BulkAsk {
  readonly command: 'assign' | 'cancel' | 'edit';
  readonly body: Readonly<Record<string, unknown>>;
}

export interface BulkRefusal {
  readonly ticket: Ticket;
  readonly error: unknown;
}

export async function runBulk(
  tickets: readonly Ticket[],
  { command, body }: BulkAsk,
  onProgress: (done: number) => void,
): Promise<readonly BulkRefusal[]> {
  const refusals: BulkRefusal[] = [];
  const waiting = [...tickets];
  let done = 0;
  const work = async () => {
    for (let ticket = waiting.shift(); ticket; ticket = waiting.shift()) {
      const options = { version: ticket.version, key: newKey() };
      try {
        const answer = await (command === 'edit'
          ? editTicket(ticket.id, body as TicketEdit, options)
          : giveCommand(ticket.id, command, { ...options, body }));
        putTicket(queryClient, answer, 'api');
      } catch (error) {
        refusals.push({ ticket, error });
      }
      done += 1;
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return refusals;
}
