/** The log and what is copied from it: events keep their place, type, ids and numbers, and lose their words (L6). */
import { wordsInEvents } from '../../contracts/people.ts';
import type { Place } from '../place.ts';
import { keys, literals, literalsIn, mentions, words } from './sql.ts';

/** Notices and messages about the person or to them. Indexes: deliveries_entity, deliveries_recipient. */
const OF_NOTICES = `t.actor_kind = 'notification' and t.actor_id in (select d.id from deliveries d
  where d.channel = 'in_app' and (d.entity_id = any(:ids) or d.recipient_id = any(:ids)))`;

/** What the person did. Index: audit_log_by. */
const BY_PERSON = `t.id in (select a.event_id from audit_log a where a.by ->> 'id' = any(:users)
  or a.by ->> 'id' in (select o.id from tokens o where o.user_id = any(:users)))`;

const BROADCASTS = `(t.audience ->> 'userId' = any(:users) or t.audience ->> 'id' = any(:tickets))`;

const letters = `t.actor_id = any(:ids) or t.event_id in (select e.id from events e where ${OF_NOTICES.replaceAll('t.', 'e.')})`;

const own = `jsonb_build_object('type', t.type, 'at', t.at, 'data',
  (select coalesce(entry -> 'data', t.data) from jsonb_array_elements(t.audience) entry where entry ->> 'class' in ('public', 'owner') limit 1))`;

export const logPlaces: readonly Place[] = [
  {
    table: 'dead_letters',
    holds: ['error', 'error_words', 'payload', 'reason'],
    taken: [
      {
        rows: letters,
        set: {
          error: words('t.error'),
          // As the trigger made it, of an event that has no words any more.
          payload: `lower(erase_words(t.payload::jsonb, '{${wordsInEvents.map((key) => key.toLowerCase()).join()}}')::text)`,
          reason: words('t.reason'),
        },
      },
      {
        rows: mentions('t.error', 't.payload'),
        set: { error: literals('t.error'), payload: literals('t.payload') },
      },
    ],
  },
  {
    table: 'events',
    holds: ['data', 'audience'],
    taken: [
      {
        rows: `t.actor_kind = any('{ticket,registration}') and t.actor_id = any(:ids)`,
        set: { data: keys('t.data', wordsInEvents), audience: keys('t.audience', wordsInEvents) },
      },
      {
        rows: OF_NOTICES,
        set: { data: keys('t.data', wordsInEvents), audience: keys('t.audience', wordsInEvents) },
      },
      {
        rows: `t.actor_kind = 'broadcast' and t.actor_id in (select b.id from broadcasts b where ${BROADCASTS.replaceAll('t.', 'b.')})`,
        set: { data: keys('t.data', wordsInEvents), audience: keys('t.audience', wordsInEvents) },
      },
      {
        // The work of staff stays; their own names and contacts in it do not.
        rows: `${BY_PERSON} and ${mentions('t.data', 't.audience')}`,
        set: { data: literalsIn('t.data'), audience: literalsIn('t.audience') },
      },
    ],
    exported: [
      {
        as: 'history',
        rows: `t.actor_id = any(:ids) and t.actor_kind = any('{ticket,registration,customer,user,technician}')`,
        select: `jsonb_build_object('actor', t.actor_kind || '/' || t.actor_id, 'type', t.type, 'at', t.at, 'data', t.data)`,
        own: `case when jsonb_path_exists(t.audience, '$[*] ? (@.class == "public" || @.class == "owner")') then ${own} end`,
        order: 't.id',
      },
      {
        as: 'comments',
        rows: `t.type = 'ticket.commented' and ${BY_PERSON}`,
        select: `jsonb_build_object('ticket', t.data ->> 'number', 'at', t.at, 'text', t.data ->> 'text')`,
        order: 't.id',
      },
    ],
  },
  {
    table: 'broadcasts',
    holds: ['title', 'message'],
    taken: [
      { rows: BROADCASTS, set: { title: words('t.title'), message: words('t.message') } },
      {
        rows: `t.sent_by ->> 'id' = any(:users)`,
        set: { title: literals('t.title'), message: literals('t.message') },
      },
    ],
  },
  {
    table: 'audit_log',
    holds: ['address', 'user_agent', 'detail'],
    taken: [
      {
        rows: `t.by ->> 'id' = any(:users)`,
        set: {
          address: 'null',
          user_agent: 'null',
          detail: literalsIn('t.detail'),
        },
      },
      {
        // What somebody wrote when they repeated or gave up a message to them.
        rows: `t.target in (select d.id from deliveries d where d.recipient_id = any(:ids) or d.entity_id = any(:ids))
          or t.target in (select l.id::text from dead_letters l where l.actor_id = any(:ids))`,
        set: { detail: keys('t.detail', ['reason']) },
      },
    ],
    exported: [
      {
        as: 'deeds',
        rows: `t.by ->> 'id' = any(:users)`,
        select: `jsonb_build_object('at', t.at, 'action', t.action, 'target', t.target, 'address', t.address, 'user_agent', t.user_agent)`,
        order: 't.id',
      },
    ],
  },
  {
    table: 'request_origins',
    holds: ['address', 'user_agent'],
    taken: [{ rows: 't.user_id = any(:users)', remove: true }],
    exported: [
      { as: 'origins', rows: 't.user_id = any(:users)', select: `to_jsonb(t) - 'id'`, order: 't.id' },
    ],
  },
  {
    table: 'personal_changes',
    holds: ['before', 'after'],
    // With the end of the erasure (P2).
    elsewhere: ['before', 'after'],
    exported: [
      {
        as: 'formerly',
        rows: 't.actor_id = any(:ids)',
        select: `jsonb_build_object('actor', t.actor_kind || '/' || t.actor_id, 'before', t.before)`,
        order: 't.actor_kind, t.actor_id, t.seq',
      },
    ],
  },
];
