/** What the API reads of attachments: only of tickets that the viewer sees, and of those only what is for their class. */

import type { Viewer } from '../authority/viewer.ts';
import { numbered, visibleTickets } from '../authority/visible-tickets.ts';
import { type Attachment, type Attachments, type FileType, MAX_FILES } from '../contracts/attachments.ts';
import { formatPosition } from '../contracts/generic/position.ts';
import type { Queryable } from '../engine/database.ts';
import { readHead } from '../engine/log.ts';

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly type: FileType;
  readonly bytes: number;
  readonly sha256: string;
}

interface AttachmentRow extends StoredFile {
  readonly internal: boolean;
  readonly uploaded_by: string;
  readonly uploader: string | null;
  readonly created_at: Date;
}

/** Oldest first; undefined when there is no such ticket for the viewer. Index: ticket_attachments_ticket. */
export async function listAttachments(
  db: Queryable,
  viewer: Viewer,
  ticketId: string,
): Promise<Attachments | undefined> {
  const position = formatPosition(await readHead(db));
  const visible = visibleTickets(viewer);
  const ticket = await db.query<{ held: number }>(
    `select jsonb_array_length(t.attachments) as held from tickets t where t.id = $1 and ${numbered(visible, 2)}`,
    [ticketId, ...visible.values],
  );
  const held = ticket.rows[0]?.held;
  if (held === undefined) return undefined;
  const { rows } = await db.query<AttachmentRow>({
    name: 'list_attachments',
    text: `select a.id, a.name, a.type, a.bytes, a.internal, a.uploaded_by, u.name as uploader, a.created_at
      from ticket_attachments a left join users u on u.id = a.uploaded_by
     where a.ticket_id = $1 and (not a.internal or $2) order by a.created_at, a.id`,
    values: [ticketId, seesInternal(viewer)],
  });
  const room = viewer.permissions.has('tickets.attach') ? Math.max(0, MAX_FILES - held) : 0;
  return { data: rows.map((row) => toAttachment(row, viewer)), room, position };
}

/** Undefined when there is none, or the viewer may not see it. Indexes: the primary keys. */
export async function findAttachment(
  db: Queryable,
  viewer: Viewer,
  ticketId: string,
  id: string,
): Promise<StoredFile | undefined> {
  const visible = visibleTickets(viewer);
  const { rows } = await db.query<StoredFile>(
    `select a.id, a.name, a.type, a.bytes, a.sha256
       from ticket_attachments a join tickets t on t.id = a.ticket_id
      where a.id = $1 and a.ticket_id = $2 and (not a.internal or $3) and ${numbered(visible, 4)}`,
    [id, ticketId, seesInternal(viewer), ...visible.values],
  );
  return rows[0];
}

/** As internal comments are read: by all staff who see the ticket. */
function seesInternal(viewer: Viewer): boolean {
  return viewer.class === 'staff';
}

function toAttachment(row: AttachmentRow, viewer: Viewer): Attachment {
  const { id, name, type, bytes, internal, uploaded_by: by, uploader, created_at: at } = row;
  const mine = by === viewer.userId;
  return {
    id,
    name,
    type,
    bytes,
    internal,
    by: viewer.class === 'staff' && uploader !== null ? { id: by, name: uploader } : null,
    mine,
    at: at.toISOString(),
    removable:
      viewer.permissions.has('tickets.remove_attachments') ||
      (mine && viewer.permissions.has('tickets.attach')),
  };
}
