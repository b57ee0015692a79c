/**
 * Photos and files on a ticket.
 *
 * - F1 The row that makes stored bytes an attachment commits with the event, or neither does; removing one erases
 *   row and bytes with its event.
 * - F2 The log says that there was one, of what kind, and who may know; never its name.
 */
import { MAX_FILES } from '../../contracts/attachments.ts';
import type { Decision } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import type { TicketCommand } from './commands.ts';
import { wokenBy } from './snooze.ts';
import type { TicketState } from './state.ts';

type Attach = Extract<TicketCommand, { type: 'attach' }>;
type Remove = Extract<TicketCommand, { type: 'remove_attachment' }>;

/** Photos that one person attaches within this time of each other are told once. */
const HANDFUL_MS = 10 * 60_000;

export function attach(state: TicketState, command: Attach, now: string): Decision {
  if (state.attachments.length >= MAX_FILES)
    return refuse('not_possible', `A ticket has at most ${MAX_FILES} photos and files.`);
  const { attachmentId, fileType, bytes, internal, uploadedBy, name, sha256 } = command;
  const fromCustomer = command.guard?.customerId !== undefined;
  const sinceMs = Date.parse(now) - HANDFUL_MS;
  const first = !state.attachments.some(
    (one) => one.uploadedBy === uploadedBy && one.internal === internal && Date.parse(one.at) > sinceMs,
  );
  const { number } = state;
  const attached = event('ticket.attached', {
    number,
    attachmentId,
    fileType,
    bytes,
    internal,
    uploadedBy,
    fromCustomer,
    first,
  });
  const row = {
    id: attachmentId,
    ticket_id: state.id,
    customer_id: state.customerId,
    uploaded_by: uploadedBy,
    internal,
    name,
    type: fileType,
    bytes,
    sha256,
    created_at: now,
  };
  return {
    events: [attached, ...(fromCustomer ? wokenBy(state, 'reply') : [])],
    effects: [
      { effect: 'insert', table: 'ticket_attachments', row },
      { effect: 'update', table: 'files', key: ['id'], row: { id: attachmentId, attached: true } },
    ],
  };
}

export function removeAttachment(state: TicketState, { attachmentId, onlyOf, guard }: Remove): Decision {
  const file = state.attachments.find(({ id }) => id === attachmentId);
  // To a customer an internal file does not exist.
  if (!file || (file.internal && guard?.customerId !== undefined)) return refuse('not_found');
  if (onlyOf !== undefined && file.uploadedBy !== onlyOf)
    return refuse('forbidden', 'Somebody else attached it.');
  const { fileType, internal } = file;
  return {
    events: [event('ticket.attachment_removed', { number: state.number, attachmentId, fileType, internal })],
    effects: [
      { effect: 'delete', table: 'ticket_attachments', row: { id: attachmentId } },
      { effect: 'delete', table: 'files', row: { id: attachmentId } },
    ],
  };
}
