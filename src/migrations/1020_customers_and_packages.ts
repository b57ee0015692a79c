/** Packages; what customers are beside their contacts; and search over customers. */
import type { NamedMigration } from '../engine/migrate.ts';

export const customersAndPackages: NamedMigration = {
  name: '1020_customers_and_packages',
  up: (knex) =>
    knex.raw(`
create table packages (
  id            text primary key,
  seq           integer not null,
  version       integer not null,
  name          text not null,
  down_mbps     integer not null,
  up_mbps       integer not null,
  -- Whole rupiah.
  monthly_price integer not null,
  setup_fee     integer not null,
  sla_class     text not null,
  active        boolean not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);
create unique index packages_name on packages (lower(name));

alter table customers
  add column address        jsonb,
  add column package_id     text,
  add column suspend_reason text,
  add column equipment      jsonb not null default '[]';
create index customers_package on customers (package_id, id) where package_id is not null;

-- A serial is with one customer at a time.
create table equipment_in_use (
  serial      text primary key,
  customer_id text not null
);

-- Words about people: here they can be erased, in the log they could not (L6).
create table customer_notes (
  id          text primary key,
  customer_id text not null,
  text        text not null,
  by          jsonb not null,
  at          timestamptz not null
);
create index customer_notes_of on customer_notes (customer_id, at desc, id desc);
`),
};
