/** Photos for tests: small ones that are really images, the command that attaches one, and sending one as people do. */
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { TicketCommand } from '../../src/actors/ticket/commands.ts';
import type { Queryable } from '../../src/engine/database.ts';
import { pictures } from '../../src/ops/demo/pictures.ts';
import type { Answer, Client } from './api.ts';

export const webp = Buffer.from(pictures.ont, 'base64');

/** A JPEG by its first bytes, of any size; the rest is noise. */
export function jpegOf(bytes: number): Buffer {
  const start = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
  return Buffer.concat([start, randomBytes(Math.max(0, bytes - start.length))]);
}

type Attach = Extract<TicketCommand, { type: 'attach' }>;

export function attachCommand(more: Partial<Attach> = {}): Attach {
  return {
    type: 'attach',
    attachmentId: v7(),
    name: 'photo.webp',
    fileType: 'image/webp',
    bytes: webp.length,
    sha256: 'of-a-test',
    internal: true,
    uploadedBy: 'someone',
    ...more,
  };
}

/** The command, and its bytes stored as an upload would have. */
export async function storedPhoto(db: Queryable, more: Partial<Attach> = {}): Promise<Attach> {
  const command = attachCommand(more);
  await db.query('insert into files (id) values ($1)', [command.attachmentId]);
  await db.query('insert into file_chunks (file_id, number, content) values ($1, 0, $2)', [
    command.attachmentId,
    webp,
  ]);
  return command;
}

export function sendPhoto(
  client: Client,
  ticketId: string,
  {
    raw = webp,
    internal = false,
    name = 'photo.webp',
    headers = {},
  }: { raw?: Buffer; internal?: boolean; name?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return client.request(
    'POST',
    `/api/v1/tickets/${ticketId}/attachments${internal ? '?internal=true' : ''}`,
    {
      raw,
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        ...headers,
      },
    },
  );
}
