/**
 * Customers that are found by words, and the words that they are known by, for words that were typed wrong. Both
 * follow a customer's row by themselves: whoever writes one need not know how customers are looked for.
 */
import type { NamedMigration } from '../engine/migrate.ts';

export const customerSearch: NamedMigration = {
  name: '1042_customer_search',
  up: (knex) =>
    knex.raw(`
-- In lower case, each word after a space, so that beginnings of words are found by '% be%'.
alter table customers add column search text generated always as (lower(
  ' ' || code || ' ' || name
  -- Of an e-mail address what is before the @: the rest is everybody's.
  || ' ' || coalesce(split_part(email, '@', 1), '')
  || ' ' || coalesce(regexp_replace(phone, '[^0-9]', '', 'g'), '')
  || ' ' || coalesce(address ->> 'street', '') || ' ' || coalesce(address ->> 'kelurahan', '')
  || ' ' || coalesce(address ->> 'kecamatan', '') || ' ' || coalesce(address ->> 'city', '')
  || ' ' || coalesce(address ->> 'postalCode', '')
  || ' ' || translate(jsonb_path_query_array(equipment, '$[*].serial')::text, '[]",', '    ')
)) stored;
create index customers_search on customers using gin (search extensions.gin_trgm_ops);
create index customers_name on customers (name, id);

-- Words of names and addresses, once each. They are not taken away with a customer: alone they say nothing of anybody.
create table customer_words (word text primary key);
create index customer_words_near on customer_words using gin (word extensions.gin_trgm_ops);

create function learn_customer_words() returns trigger language plpgsql as $$
begin
  insert into customer_words
  select distinct word from regexp_split_to_table(lower(
    new.name || ' ' || coalesce(new.address ->> 'street', '') || ' ' || coalesce(new.address ->> 'kelurahan', '')
    || ' ' || coalesce(new.address ->> 'kecamatan', '') || ' ' || coalesce(new.address ->> 'city', '')
  ), '[^[:alpha:]]+') word
  where length(word) between 4 and 40
  order by word
  on conflict do nothing;
  return null;
end $$;
create trigger customers_words after insert or update of name, address on customers
  for each row execute function learn_customer_words();
update customers set name = name;
`),
};
