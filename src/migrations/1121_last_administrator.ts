/**
 * Somebody can always change accounts and roles: an administrator, whose role keeps these two rights. Decided here, for
 * whatever changes an account: no account sees the others, and two administrators who demote each other at the same
 * moment each see the other one.
 */
import type { NamedMigration } from '../engine/migrate.ts';

export const lastAdministrator: NamedMigration = {
  name: '1121_last_administrator',
  up: (knex) =>
    knex.raw(`
-- A lock that ends by itself, after wrong passwords, takes nobody's place.
create function is_administrator(u users) returns boolean language sql immutable as $$
  select u.role = 'admin' and (u.status = 'active' or (u.status = 'locked' and u.locked_until is not null))
$$;

create function keep_an_administrator() returns trigger language plpgsql as $$
begin
  if is_administrator(old) and not is_administrator(new) then
    -- One at a time: who waited here looks with a fresh snapshot, and sees what the one before has committed.
    perform from roles where id = 'admin' for update;
    if not exists (select from users u where u.role = 'admin' and is_administrator(u)) then
      raise exception 'the last administrator' using errcode = 'check_violation', constraint = 'users_administrator';
    end if;
  end if;
  return null;
end
$$;

create trigger users_keep_an_administrator after update of role, status, locked_until on users
  for each row execute function keep_an_administrator();
`),
};
