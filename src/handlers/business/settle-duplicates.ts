/**
 * The watchers of a duplicate follow: those customers who do not see the survivor hear of its completion under
 * their own number. Duplicates of duplicates are found too; whoever is the survivor's customer hears of it anyway.
 */
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

interface Duplicate {
  readonly id: string;
  readonly survivorId: string;
}

export const settleDuplicates: Handler<readonly Duplicate[]> = {
  name: 'business.settle_duplicates',
  group: 'business',
  types: ['ticket.completed'],
  attempts: 20,
  // The work is done all the same: a person is told by the dead letter.
  onDead: 'continue',
  load: loadDuplicates,
  handle: (event, duplicates) =>
    duplicates
      .filter(({ survivorId }) => survivorId === event.actorId)
      .map(({ id, survivorId }) => {
        const command: TicketCommand = { type: 'settle', survivorId };
        return { effect: 'command', actor: { kind: 'ticket', id }, command, tolerateRejection: true };
      }),
};

/** Index: tickets_merged. */
async function loadDuplicates(events: readonly LoggedEvent[], db: Queryable): Promise<readonly Duplicate[]> {
  const result = await db.query<Duplicate>({
    name: 'settle_duplicates',
    text: `with recursive followers (id, customer_id, survivor_id) as (
        select t.id, t.customer_id, t.merged_into ->> 'id' from tickets t where t.merged_into ->> 'id' = any($1)
        union
        select t.id, t.customer_id, f.survivor_id from tickets t join followers f on t.merged_into ->> 'id' = f.id
      )
      select f.id, f.survivor_id as "survivorId" from followers f join tickets s on s.id = f.survivor_id
      where f.customer_id is not null and f.customer_id is distinct from s.customer_id order by f.id`,
    values: [[...new Set(events.map(({ actorId }) => actorId))]],
  });
  return result.rows;
}
