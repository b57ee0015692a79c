/**
 * Giving a ticket a command: its outcome is shown at once, and taken back with an explanation when it is refused.
 *
 * O1 A guess never survives the answer: the API's ticket replaces it, or the ticket before it returns.
 *    Where a window asks, nothing is guessed: it stays, with what was filled in, until the answer is there.
 * O2 A stale version (412) is not an error to show but a choice to make: the caller gets both sides.
 */
import { useMutation } from '@tanstack/react-query';
import type { Ticket, TicketCommandName, TicketStatus } from '../../../src/contracts/tickets.ts';
import { get } from '../api/client.ts';
import { ProblemError } from '../api/problem-error.ts';
import { queryClient } from '../api/query-client.ts';
import { editTicket, giveCommand, type TicketEdit, ticketKeys } from '../api/tickets.ts';
import { useOnce } from '../api/use-once.ts';
import { useProblemWords } from '../i18n/problem-words.ts';
import { useText } from '../i18n/text.ts';
import { showToast } from '../kit/show-toast.ts';
import { findTicket, putTicket } from '../live/ticket-cache.ts';

export interface Ask {
  readonly ticket: Ticket;
  readonly command: TicketCommandName | 'edit';
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface Conflict extends Ask {
  /** As it is now. */
  readonly current: Ticket;
}

interface Handlers {
  readonly onDone?: (ticket: Ticket) => void;
  readonly onConflict?: (conflict: Conflict) => void;
  /** Somebody's day is full: the caller asks whether it may be one more. */
  readonly onFull?: (ask: Ask) => void;
  /** Field errors and the like, for the form that asked; without it a toast says it. */
  readonly onRefused?: (error: unknown) => void;
  /** False for what a window asks. */
  readonly guesses?: boolean;
}

export function useTicketCommand({ onDone, onConflict, onFull, onRefused, guesses = true }: Handlers = {}) {
  const text = useText();
  const words = useProblemWords();
  const once = useOnce();

  return useMutation({
    mutationFn: ({ ticket, command, body }: Ask) =>
      once([ticket.id, command, body], (key) => {
        if (command === 'edit')
          return editTicket(ticket.id, body as TicketEdit, { version: ticket.version, key });
        const version = unconditional.has(command) ? undefined : ticket.version;
        return giveCommand(ticket.id, command, { body, version, key });
      }),
    onMutate: ({ ticket, command, body }) => {
      const before = guesses && !written.has(command) ? findTicket(queryClient, ticket.id) : undefined;
      if (before) putTicket(queryClient, guess(before, command, body ?? {}), 'guess');
      return { before };
    },
    onSuccess: (ticket) => {
      putTicket(queryClient, ticket, 'api');
      void queryClient.invalidateQueries({ queryKey: ticketKeys.history(ticket.id) });
      onDone?.(ticket);
    },
    onError: async (error, ask, context) => {
      if (context?.before) restore(context.before);
      void queryClient.invalidateQueries({ queryKey: ticketKeys.one(ask.ticket.id) });
      if (error instanceof ProblemError && error.code === 'stale_version' && onConflict) {
        const current = await get<Ticket>(`/tickets/${ask.ticket.id}`).catch(() => undefined);
        if (current) {
          putTicket(queryClient, current, 'api');
          onConflict({ ...ask, current });
          return;
        }
      }
      if (error instanceof ProblemError && error.code === 'at_capacity' && onFull) {
        onFull(ask);
        return;
      }
      if (onRefused) {
        onRefused(error);
        return;
      }
      const { title, remedy, traceId } = words(error);
      showToast({
        kind: 'error',
        title: text('command.refused', { number: ask.ticket.number, title }),
        description: `${remedy}${traceId ? ` (${traceId})` : ''}`,
      });
    },
  });
}

/** Also when an event has come meanwhile: its state is newer than the guess and stays. */
function restore(before: Ticket): void {
  const held = findTicket(queryClient, before.id);
  if (held && held.seq > before.seq) return;
  putTicket(queryClient, before, 'guess');
}

/** Beside what they are written in; it stays until they are sent. */
const written: ReadonlySet<Ask['command']> = new Set(['comments', 'rate']);

/** Those that do not go stale. */
const unconditional: ReadonlySet<TicketCommandName> = new Set([
  'comments',
  'claim',
  'snooze',
  'unsnooze',
  'rate',
]);

/** Of those that ask for nothing. */
const outcome: Readonly<Partial<Record<Ask['command'], TicketStatus>>> = {
  claim: 'assigned',
  start: 'in_progress',
  resume: 'in_progress',
};

/** Until the answer is there nothing else can be asked, so a second click finds no button. */
function guess(ticket: Ticket, command: Ask['command'], body: NonNullable<Ask['body']>): Ticket {
  const waiting = { ...ticket, allowed: ticket.allowed.filter((name) => name === 'comments') };
  if (command === 'assign')
    return {
      ...waiting,
      technicianId: String(body.technicianId),
      status: ticket.status === 'open' ? 'assigned' : ticket.status,
    };
  if (command === 'snooze') return { ...waiting, snoozedUntil: String(body.until) };
  if (command === 'unsnooze') return { ...waiting, snoozedUntil: null };
  return { ...waiting, status: outcome[command] ?? ticket.status };
}
