/** Photos and files on tickets: the list, taking one in, handing it out, removing it. */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import type { TicketState } from '../../actors/ticket/state.ts';
import { attachFileQuery, attachmentsSchema, fileTypes, readFileQuery } from '../../contracts/attachments.ts';
import { idSchema } from '../../contracts/text.ts';
import { ticketSchema } from '../../contracts/tickets.ts';
import { dropLooseFile, readFile } from '../../engine/files.ts';
import type { Api } from '../api.ts';
import { findAttachment, listAttachments } from '../attachment-reads.ts';
import { item, runCommands } from '../commands.ts';
import { dispositionOf, fileNameOf } from '../file-name.ts';
import { ApiProblem } from '../problem.ts';
import { type AnyCall, defineRoute, type Reply, type Route } from '../route.ts';
import { receiveFile } from '../upload.ts';
import { guardOf } from './ticket-commands.ts';
import { requireVisible, seeTickets, ticketAnswer, ticketParams } from './tickets.ts';

const tag = 'Tickets';
const attachmentParams = z.strictObject({ id: idSchema, attachmentId: idSchema });
const path = '/api/v1/tickets/:id/attachments';

export const ticketAttachmentRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'The photos and files of a ticket, oldest first',
    access: seeTickets,
    params: ticketParams,
    answers: {
      200: { description: 'All that the reader may see', schema: attachmentsSchema },
    },
    handle: async (call, api) => {
      const body = await listAttachments(api.pool, call.viewer, call.params.id);
      if (!body) throw new ApiProblem('not_found');
      return { status: 200, body };
    },
  }),
  defineRoute({
    method: 'post',
    path,
    tag,
    summary: 'Attach a photo or file; the body is its bytes, its name stands in Content-Disposition',
    access: ['tickets.attach'],
    params: ticketParams,
    query: attachFileQuery,
    upload: fileTypes,
    idempotent: true,
    answers: { 201: { description: 'Attached; Location names it', schema: ticketSchema } },
    handle: async (call, api) => {
      const { id } = call.params;
      const internal = call.query.internal === 'true';
      if (internal && !call.viewer.permissions.has('tickets.comment_internal')) {
        throw new ApiProblem('forbidden', { detail: 'Internal files are for staff.' });
      }
      await requireVisible(call, api, id);
      return await attach(call, api, id, internal);
    },
  }),
  defineRoute({
    method: 'get',
    path: `${path}/:attachmentId`,
    tag,
    summary: 'A photo or file, as it was sent',
    access: seeTickets,
    params: attachmentParams,
    query: readFileQuery,
    answers: {
      200: { description: 'Its bytes', type: 'image/*' },
      304: { description: 'The reader has it already' },
    },
    handle: async (call, api): Promise<Reply> => {
      const { id, attachmentId } = call.params;
      const file = await findAttachment(api.pool, call.viewer, id, attachmentId);
      if (!file) throw new ApiProblem('not_found');
      const tag = `"${file.sha256}"`;
      const headers = {
        ETag: tag,
        // Kept, but never shown without asking: a right can be withdrawn, a file removed.
        'Cache-Control': 'private, no-cache',
        'Content-Type': file.type,
        'Content-Disposition': dispositionOf(file.name, file.type, call.query.download === 'true'),
        // Whatever it is, it is nothing that runs.
        'Content-Security-Policy': "default-src 'none'; sandbox",
      };
      if (call.header('if-none-match')?.includes(tag)) return { status: 304, headers };
      const all = { ...headers, 'Content-Length': String(file.bytes) };
      if (call.method === 'HEAD') return { status: 200, headers: all };
      return { status: 200, headers: all, stream: readFile(api.pool, file.id, file.bytes) };
    },
  }),
  defineRoute({
    method: 'delete',
    path: `${path}/:attachmentId`,
    tag,
    summary: 'Remove a photo or file: its content is erased, that it was there stays in the history',
    access: ['tickets.attach', 'tickets.remove_attachments'],
    params: attachmentParams,
    idempotent: true,
    answers: { 200: { description: 'The ticket as it is now', schema: ticketSchema } },
    handle: async (call, api) => {
      const { id, attachmentId } = call.params;
      const { viewer } = call;
      await requireVisible(call, api, id);
      const command: TicketCommand = {
        type: 'remove_attachment',
        attachmentId,
        ...(viewer.permissions.has('tickets.remove_attachments') ? {} : { onlyOf: viewer.userId }),
        ...(viewer.class === 'public' ? guardOf(viewer) : {}),
      };
      return await runCommands(api, call, {
        items: [item(call, { kind: 'ticket', id }, command)],
        answer: ([state]) => ticketAnswer(call, api, state as TicketState),
      });
    },
  }),
];

async function attach(
  call: AnyCall & { readonly params: { readonly id: string } },
  api: Api,
  ticketId: string,
  internal: boolean,
): Promise<Reply> {
  const attachmentId = api.newId();
  const received = await receiveFile(api.pool, call.upload(), attachmentId);
  try {
    const name = fileNameOf(call.header('content-disposition'), received.fileType);
    const { viewer } = call;
    const command: TicketCommand = {
      type: 'attach',
      attachmentId,
      ...received,
      name,
      internal,
      uploadedBy: viewer.userId,
      // Whoever sees a ticket may attach to it: a technician of the zone before claiming it, too.
      ...(viewer.class === 'public' ? guardOf(viewer) : {}),
    };
    const bodyHash = () =>
      createHash('sha256').update(`${received.sha256}\n${name}\n${internal}`).digest('hex');
    return await runCommands(
      api,
      { ...call, viewer, bodyHash },
      {
        items: [item(call, { kind: 'ticket', id: ticketId }, command)],
        answer: ([state]) => {
          const answer = ticketAnswer(call, api, state as TicketState);
          const Location = `/api/v1/tickets/${ticketId}/attachments/${attachmentId}`;
          return { ...answer, status: 201, headers: { ...answer.headers, Location } };
        },
      },
    );
  } finally {
    // What is attached stays; a refused one goes, and the second copy of a request that was answered already.
    await dropLooseFile(api.pool, attachmentId).catch(() => undefined);
  }
}
