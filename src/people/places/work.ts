/** Work under way, and answers that are kept for a day: errors and bodies can say anything. */
import type { Place } from '../place.ts';
import { keys, literals, literalsIn, mentions, words } from './sql.ts';

export const workPlaces: readonly Place[] = [
  {
    // A repeated request gets an answer without a body; it is done no second time.
    table: 'idempotency',
    holds: ['body'],
    taken: [
      {
        rows: `t.body is not null and (split_part(t.scope, ' ', 1) in (select 'user:' || one from unnest(:users) one)
          or substring(t.scope, '/([0-9a-f]{8}-[0-9a-f-]{27})') = any(:ids)
          or ${mentions('t.body')}
          or exists (select from unnest(:customers || :users || :registrations) one where position(one in t.body::text) > 0))`,
        set: { body: 'null' },
      },
    ],
  },
  {
    table: 'mailbox',
    holds: ['last_error'],
    taken: [
      { rows: `t.actor_id = any(:ids)`, set: { last_error: words('t.last_error') } },
      {
        rows: `t.retry_at is not null and ${mentions('t.last_error')}`,
        set: { last_error: literals('t.last_error') },
      },
    ],
  },
  {
    table: 'mailbox_groups',
    holds: ['paused_reason'],
    taken: [{ rows: mentions('t.paused_reason'), set: { paused_reason: literals('t.paused_reason') } }],
  },
  {
    table: 'followers',
    holds: ['last_error'],
    taken: [{ rows: mentions('t.last_error'), set: { last_error: literals('t.last_error') } }],
  },
  {
    table: 'timers',
    holds: ['last_error', 'command'],
    taken: [
      {
        rows: `t.actor_id = any(:ids) or ${mentions('t.last_error')}`,
        set: { last_error: words('t.last_error'), command: literalsIn('t.command') },
      },
    ],
  },
  {
    table: 'bulk_jobs',
    holds: ['command'],
    taken: [{ rows: 't.owner_id = any(:users)', set: { command: keys('t.command', ['reason', 'text']) } }],
  },
  {
    table: 'views',
    holds: ['name', 'filter'],
    taken: [
      { rows: 't.owner_id = any(:users)', set: { name: words('t.name'), filter: `t.filter - 'q'` } },
      // Somebody else looked for them.
      {
        rows: mentions('t.name', 't.filter'),
        set: { name: literals('t.name'), filter: literalsIn('t.filter') },
      },
    ],
    exported: [{ as: 'views', rows: 't.owner_id = any(:users)', order: 't.id' }],
  },
];
