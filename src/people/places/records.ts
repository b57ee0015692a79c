/** What the portal knows of people: customers with their notes, accounts, technicians, registrations, tickets. */
import type { Place } from '../place.ts';
import { words } from './sql.ts';

const ticketWords = [
  'title',
  'description',
  'category',
  'resolution',
  'hold_reason',
  'cancel_reason',
  'rating_feedback',
] as const;

export const recordPlaces: readonly Place[] = [
  {
    table: 'customers',
    holds: ['name', 'email', 'phone', 'address', 'search', 'equipment'],
    // `search` follows by itself; equipment that is still out forbids the erasure.
    elsewhere: ['name', 'email', 'phone', 'address', 'search', 'equipment'],
    exported: [
      { as: 'customers', rows: 't.id = any(:customers)', select: `to_jsonb(t) - 'search'`, order: 't.id' },
    ],
  },
  {
    table: 'users',
    holds: ['username', 'name', 'email', 'phone'],
    elsewhere: ['username', 'name', 'email', 'phone'],
    exported: [{ as: 'accounts', rows: 't.id = any(:users)', order: 't.id' }],
  },
  {
    table: 'technicians',
    holds: ['name', 'last_position'],
    elsewhere: ['name', 'last_position'],
    exported: [{ as: 'technicians', rows: 't.id = any(:technicians)', order: 't.id' }],
  },
  {
    table: 'registrations',
    holds: ['name', 'phone', 'email', 'address', 'search', 'survey_note', 'reject_reason'],
    // `search` follows by itself.
    elsewhere: ['name', 'phone', 'email', 'address', 'search'],
    taken: [
      {
        rows: 't.id = any(:registrations)',
        set: { survey_note: words('t.survey_note'), reject_reason: words('t.reject_reason') },
      },
    ],
    exported: [
      {
        as: 'registrations',
        rows: 't.id = any(:registrations)',
        select: `to_jsonb(t) - 'search'`,
        own: `to_jsonb(t) - 'search' - 'survey_note'`,
        order: 't.id',
      },
    ],
  },
  {
    table: 'tickets',
    holds: ticketWords,
    taken: [
      {
        rows: 't.id = any(:tickets)',
        set: Object.fromEntries(ticketWords.map((column) => [column, words(`t.${column}`)])),
      },
    ],
    exported: [
      {
        as: 'tickets',
        rows: 't.id = any(:tickets)',
        select: `to_jsonb(t) - 'watchers' - 'created_by'`,
        own: `jsonb_build_object('number', t.number, 'type', t.type, 'priority', t.priority, 'status', t.status,
          'title', t.title, 'description', t.description, 'category', t.category, 'resolution', t.resolution,
          'cancel_reason', t.cancel_reason, 'rating', t.rating, 'rating_feedback', t.rating_feedback,
          'scheduled_at', t.scheduled_at, 'created_at', t.created_at, 'completed_at', t.completed_at)`,
        order: 't.id',
      },
    ],
  },
  {
    table: 'customer_notes',
    holds: ['text'],
    taken: [{ rows: 't.customer_id = any(:customers)', set: { text: words('t.text') } }],
    exported: [
      {
        as: 'notes',
        rows: 't.customer_id = any(:customers)',
        select: `to_jsonb(t) - 'by'`,
        own: false,
        order: 't.id',
      },
    ],
  },
  {
    // Words that no other customer is known by.
    table: 'customer_words',
    holds: ['word'],
    taken: [
      {
        rows: `t.word in (
            select regexp_split_to_table(lower(value), '[^[:alpha:]]+')
              from personal_changes p, lateral (values (p.before), (p.after)) side(fields),
                jsonb_path_query(side.fields, '$.**') leaf, lateral (select leaf #>> '{}' as value) text
             where p.actor_id = any(:customers) and jsonb_typeof(leaf) = 'string')
          and not exists (select from customers c where c.search like '%' || t.word || '%')`,
        remove: true,
      },
    ],
  },
];
