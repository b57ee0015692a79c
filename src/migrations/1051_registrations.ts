/** Registrations, the tokens of those who track them, and the tickets that belong to one. */
import type { NamedMigration } from '../engine/migrate.ts';

export const registrations: NamedMigration = {
  name: '1051_registrations',
  up: (knex) =>
    knex.raw(`
create sequence registration_numbers;

create table registrations (
  id                  text primary key,
  seq                 integer not null,
  version             integer not null,
  number              text not null unique,
  status              text not null,
  name                text not null,
  phone               text not null,
  email               text,
  address             jsonb not null,
  zone                text,
  package_id          text not null,
  -- A calendar day of the applicant, not an instant.
  preferred_date      text not null,
  preferred_slot      text not null,
  locale              text not null,
  survey_ticket       jsonb,
  survey_at           timestamptz,
  feasible            boolean,
  survey_note         text,
  survey_waived       boolean not null default false,
  reject_reason       text,
  customer_id         text,
  customer_code       text,
  installation_ticket jsonb,
  created_at          timestamptz not null,
  updated_at          timestamptz not null
);
-- One open registration for each phone and each e-mail: decided here, whoever comes first.
create unique index registrations_open_phone on registrations (phone)
  where status not in ('customer_created', 'rejected', 'cancelled');
create unique index registrations_open_email on registrations (lower(email))
  where email is not null and status not in ('customer_created', 'rejected', 'cancelled');
create index registrations_created on registrations (created_at desc, id desc);
create index registrations_status on registrations (status, created_at desc, id desc);

create table registration_tokens (
  -- sha256 of the token, hex: a leaked table opens nothing.
  id              text primary key,
  public_id       text not null unique,
  registration_id text not null references registrations (id),
  created_at      timestamptz not null,
  expires_at      timestamptz not null
);
create index registration_tokens_expired on registration_tokens (expires_at);

alter table tickets add column registration_id text;
`),
};
