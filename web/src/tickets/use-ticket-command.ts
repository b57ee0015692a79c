/**
 * Giving a ticket a command: its outcome is shown at once, and taken back with an explanation when it is refused.
 *
 * O1 A guess never survives the answer: the API's ticket replaces it, or the ticket before it returns.
 * O2 A stale version (412) is not an error to show but a choice to make: the caller gets both sides.
 */
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Ticket, TicketCommandName, TicketStatus } from '../../../src/contracts/tickets.ts';
import { get, newKey } from '../api/client.ts';
import { ProblemError } from '../api/problem-error.ts';
import { queryClient } from '../api/query-client.ts';
import { editTicket, giveCommand, type TicketEdit, ticketKeys } from '../api/tickets.ts';
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
}

export function useTicketCommand({ onDone, onConflict, onFull, onRefused }: Handlers = {}) {
  const text = useText();
  const words = useProblemWords();
  // The same intention keeps its key until it has succeeded, however often it is pressed.
  const key = useRef<string | undefined>(undefined);

  return useMutation({
    mutationFn: ({ ticket, command, body }: Ask) => {
      key.current ??= newKey();
      if (command === 'edit')
        return editTicket(ticket.id, body as TicketEdit, { version: ticket.version, key: key.current });
      const version = unconditional.has(command) ? undefined : ticket.version;
      return giveCommand(ticket.id, command, { body, version, key: key.current });
    },
    onMutate: ({ ticket, command, body }) => {
      const before = findTicket(queryClient, ticket.id);
      if (command !== 'comments' && before)
        putTicket(queryClient, guess(before, command, body ?? {}), 'guess');
      return { before };
    },
    onSuccess: (ticket) => {
      key.current = undefined;
      putTicket(queryClient, ticket, 'api');
      void queryClient.invalidateQueries({ queryKey: ticketKeys.history(ticket.id) });
      onDone?.(ticket);
    },
    onError: async (error, ask, context) => {
      if (context?.before) restore(context.before);
      void queryClient.invalidateQueries({ queryKey: ticketKeys.one(ask.ticket.id) });
      if (error instanceof ProblemError) key.current = undefined;
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
      const { title, remedy, detail, traceId } = words(error);
      showToast({
        kind: 'error',
        title: text('command.refused', { number: ask.ticket.number, title }),
        description: `${detail ?? remedy}${traceId ? ` (${traceId})` : ''}`,
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

/** Those that do not go stale. */
const unconditional: ReadonlySet<TicketCommandName> = new Set([
  'comments',
  'claim',
  'snooze',
  'unsnooze',
  'rate',
]);

const outcome: Readonly<Partial<Record<TicketCommandName, TicketStatus>>> = {
  claim: 'assigned',
  start: 'in_progress',
  hold: 'on_hold',
  resume: 'in_progress',
  complete: 'completed',
  cancel: 'cancelled',
  merge: 'cancelled',
  reopen: 'open',
};

/** Until the answer is there nothing else can be asked, so a second click finds no button. */
function guess(
  ticket: Ticket,
  command: TicketCommandName | 'edit',
  body: Readonly<Record<string, unknown>>,
): Ticket {
  const waiting = { ...ticket, allowed: ticket.allowed.filter((name) => name === 'comments') };
  if (command === 'edit') return { ...waiting, ...body };
  if (command === 'assign')
    return {
      ...waiting,
      technicianId: String(body.technicianId),
      status: ticket.status === 'open' ? 'assigned' : ticket.status,
    };
  if (command === 'snooze') return { ...waiting, snoozedUntil: String(body.until) };
  if (command === 'unsnooze') return { ...waiting, snoozedUntil: null };
  if (command === 'rate')
    return { ...waiting, rating: Number(body.rating), ratingFeedback: String(body.feedback ?? '') || null };
  return { ...waiting, status: outcome[command] ?? ticket.status };
}
