// Many dead letters at once, made by the database: for search at size, where handlers would take hours to fail.
import type { Queryable } from '../../src/engine/database.ts';

/**
 * Letters, a second apart, each of an event of its own with some 330 characters of data: `serial-` and seven digits in
 * each, `one-in-1000` in each thousandth, each of `marks` in as many of the oldest as it says.
 */
const marks: Readonly<Record<string, number>> = {
  'twenty-old': 20_000,
  'ninety-old': 90_000,
  'many-old': 200_000,
  'most-old': 750_000,
};

export async function loadManyLetters(db: Queryable, count: number): Promise<void> {
  const { rows } = await db.query<{ indexdef: string; name: string }>(
    `select indexname as name, indexdef from pg_indexes where tablename = 'dead_letters' and indexdef like '%gin%'`,
  );
  // A trigram index is made ten times faster than it grows.
  for (const { name } of rows) await db.query(`drop index ${name}`);
  await db.query(
    `insert into events (actor_kind, actor_id, seq, type, version, data, audience, by, at)
     select 'ticket', 'many-' || i, 1, case when i % 10 = 0 then 'ticket.assigned' else 'ticket.created' end, 1,
       jsonb_build_object('title', 'Pelanggan tidak bisa internet sejak kemarin sore', 'serial', 'serial-' || lpad(i::text, 7, '0'),
         'note', md5(i::text) || ' ' || md5((i * 7)::text), 'mark',
         case when i % 1000 = 0 then 'one-in-1000 ' else '' end || marks.words,
         'address', 'Jl. Melati No. ' || i % 120 || ', Kukusan, Beji, Depok 16421'),
       '{}', '{"kind":"system"}', now() - ($1::int - i) * interval '1 second'
     from generate_series(1, $1::int) i,
       lateral (select coalesce(string_agg(word, ' '), '') as words
         from unnest($2::text[], $3::int[]) mark (word, oldest) where i <= oldest) marks`,
    [count, Object.keys(marks), Object.values(marks)],
  );
  // What the trigger copies for one letter is copied for all at once.
  await db.query('alter table dead_letters disable trigger dead_letters_describe');
  await db.query(
    `insert into dead_letters ("group", handler, event_id, actor_kind, actor_id, event_type, payload, error, attempts, at)
     select 'business', 'business.lockout', e.id, e.actor_kind, e.actor_id, e.type, lower(e.data::text),
       case when e.data->>'mark' like '%most-old%' then 'Error: the template of most-old lacks customerName'
         else 'Error: timeout after ' || e.id % 5000 || ' ms' end, 5, e.at
     from events e where e.actor_id like 'many-%' order by e.id`,
  );
  await db.query('alter table dead_letters enable trigger dead_letters_describe');
  await db.query(`set maintenance_work_mem = '512MB'`);
  for (const { indexdef } of rows) await db.query(indexdef);
  await db.query('vacuum analyze dead_letters');
  await db.query('vacuum analyze events');
}
