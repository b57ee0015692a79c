/**
 * Erasing people: who was erased when, and how words leave JSON and text. The log stays as it is but for the words.
 *
 * What replaces them are the markers of `src/contracts/erased.ts`.
 */
import type { NamedMigration } from '../engine/migrate.ts';

export const people: NamedMigration = {
  name: '1080_people',
  up: (knex) =>
    knex.raw(`
-- The id is that of the customer, account or registration.
create table erasures (
  id          text primary key,
  seq         integer not null,
  version     integer not null,
  kind        text not null,
  -- {customers, users, technicians, registrations}: ids.
  subjects    jsonb not null,
  reason      text not null,
  status      text not null,
  started_at  timestamptz not null,
  finished_at timestamptz
);
create index erasures_running on erasures (id) where status = 'running';
create index erasures_started on erasures (started_at desc, id desc);

alter table customers add column erased_at timestamptz;
alter table users add column erased_at timestamptz;
alter table technicians add column erased_at timestamptz;
alter table registrations add column erased_at timestamptz;

-- All tickets of an applicant, those of surveys that were put off included.
create index tickets_registration on tickets (registration_id) where registration_id is not null;

-- Strings under these keys, however deep, become the marker. What is erased already stays as it is.
create function erase_words(value jsonb, keys text[]) returns jsonb language sql immutable as $$
  select case jsonb_typeof(value)
    when 'object' then coalesce((
      select jsonb_object_agg(key, case
        when key = any(keys) and jsonb_typeof(inner_value) = 'string' then '"[erased]"'::jsonb
        else erase_words(inner_value, keys) end)
      from jsonb_each(value) as pair(key, inner_value)), value)
    when 'array' then coalesce((
      select jsonb_agg(erase_words(inner_value, keys) order by place)
      from jsonb_array_elements(value) with ordinality as item(inner_value, place)), value)
    else value end
$$;

-- Each literal as a whole, in any case: 'Budi' is taken out of 'budi came', not out of 'Budiman'.
create function erase_literals(value text, literals text[]) returns text language plpgsql immutable as $$
declare
  one text;
begin
  foreach one in array literals loop
    if position(lower(one) in lower(value)) > 0 then
      value := regexp_replace(value, '(\\?<![[:alnum:]])' || regexp_replace(one, '([^[:alnum:][:space:]])', '\\\\\\1', 'g')
        || '(\\?![[:alnum:]])', '[erased]', 'gi');
    end if;
  end loop;
  return value;
end $$;
`),
};
