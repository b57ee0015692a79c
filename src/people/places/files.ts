/** Photos and files of their tickets, with their bytes; of those that staff attached elsewhere only a name in the name. */
import type { Place } from '../place.ts';
import { literals, mentions } from './sql.ts';

export const filePlaces: readonly Place[] = [
  {
    table: 'ticket_attachments',
    holds: ['name'],
    taken: [
      { rows: 't.ticket_id = any(:tickets)', remove: true },
      { rows: `t.uploaded_by = any(:users) and ${mentions('t.name')}`, set: { name: literals('t.name') } },
    ],
    exported: [
      {
        as: 'files',
        rows: 't.ticket_id = any(:tickets)',
        select: `jsonb_build_object('ticket', t.ticket_id, 'name', t.name, 'type', t.type, 'bytes', t.bytes, 'created_at', t.created_at)`,
        own: `case when not t.internal then
          jsonb_build_object('ticket', t.ticket_id, 'name', t.name, 'type', t.type, 'bytes', t.bytes, 'created_at', t.created_at) end`,
        order: 't.id',
      },
    ],
  },
  {
    // After the rows that refer to them: the ticket's own row knows which they were.
    table: 'files',
    holds: [],
    taken: [
      {
        rows: `t.id in (select file ->> 'id' from tickets k, jsonb_array_elements(k.attachments) file
          where k.id = any(:tickets))`,
        remove: true,
        // Each takes its bytes along.
        atOnce: 20,
      },
    ],
  },
  { table: 'file_chunks', holds: ['content'], elsewhere: ['content'] },
];
