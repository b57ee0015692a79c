/**
 * A completed installation makes the line active. Completed once more after a reopening it changes nothing: the
 * customer refuses, and that is how it should be.
 */
import type { CustomerCommand } from '../../actors/customer/commands.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

/** The customer of each installation ticket. */
type Installed = ReadonlyMap<string, string>;

export const activateCustomer: Handler<Installed> = {
  name: 'business.activate_customer',
  group: 'business',
  types: ['ticket.completed'],
  attempts: 20,
  // The ticket's other work does not wait for it: a person is told by the dead letter.
  onDead: 'continue',
  load: loadInstalled,
  handle(event, installed) {
    const id = installed.get(event.actorId);
    if (id === undefined) return [];
    const command: CustomerCommand = { type: 'activate' };
    return [{ effect: 'command', actor: { kind: 'customer', id }, command, tolerateRejection: true }];
  },
};

/** Index: the primary key of tickets. */
async function loadInstalled(events: readonly LoggedEvent[], db: Queryable): Promise<Installed> {
  const { rows } = await db.query<{ id: string; customer_id: string }>({
    name: 'installed_customers',
    text: `select id, customer_id from tickets
      where id = any($1) and type = 'installation' and customer_id is not null`,
    values: [[...new Set(events.map(({ actorId }) => actorId))]],
  });
  return new Map(rows.map((row) => [row.id, row.customer_id]));
}
