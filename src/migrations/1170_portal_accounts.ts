/**
 * Technicians and customers whose account was made for them through the API know it, and so do the tickets they work
 * on: without it nobody could tell them.
 */
import type { NamedMigration } from '../engine/migrate.ts';

export const portalAccounts: NamedMigration = {
  name: '1170_portal_accounts',
  up: (knex) =>
    knex.raw(`
update technicians t set user_id = (
    select u.id from users u where u.technician_id = t.id
     order by u.status = 'deleted', u.created_at, u.id limit 1)
 where t.user_id is null and t.erased_at is null;

update customers c set user_id = (
    select u.id from users u where u.customer_id = c.id
     order by u.status = 'deleted', u.created_at, u.id limit 1)
 where c.user_id is null and c.erased_at is null;

update tickets k set team = (
    select jsonb_agg(case when member -> 'userId' = 'null' and t.user_id is not null
        then member || jsonb_build_object('userId', t.user_id) else member end order by place)
      from jsonb_array_elements(k.team) with ordinality as members (member, place)
      left join technicians t on t.id = member ->> 'technicianId')
 where k.status not in ('completed', 'cancelled') and k.team @> '[{"userId": null}]';
`),
};
