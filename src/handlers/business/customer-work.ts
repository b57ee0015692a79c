/**
 * What the work on a ticket makes of its customer: equipment that was installed is theirs, and a change of package
 * comes into force at its date, by a durable timer that goes when the ticket is reopened before.
 */
import type { CustomerCommand } from '../../actors/customer/commands.ts';
import type { EventData } from '../../contracts/events.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Effect } from '../../engine/effects.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

/** Whose each serial is. */
type Owners = ReadonlyMap<string, string>;

export const customerWork: Handler<Owners> = {
  name: 'business.customer_work',
  group: 'business',
  types: ['ticket.completed', 'ticket.reopened'],
  attempts: 5,
  // The ticket is done all the same: a person is told by the dead letter.
  onDead: 'continue',
  load: loadOwners,
  handle(event, owners) {
    const { customerId, packageChange } = event.data as EventData<'ticket.reopened'>;
    if (!customerId) return [];
    const actor = { kind: 'customer', id: customerId };
    const name = `package:${event.actorId}`;
    if (event.type === 'ticket.reopened') {
      return packageChange ? [{ effect: 'cancelTimer', actor, name }] : [];
    }
    const effects: Effect[] = [];
    for (const serial of serialsOf(event)) {
      const owner = owners.get(serial);
      if (owner !== undefined && owner !== customerId)
        throw new Error(`The equipment ${serial} is with customer ${owner} already`);
      const command: CustomerCommand = { type: 'add_equipment', serial, kind: 'ont' };
      effects.push({ effect: 'command', actor, command, tolerateRejection: true });
    }
    if (packageChange) {
      const { packageId, effectiveAt } = packageChange;
      const command: CustomerCommand = { type: 'change_package', packageId, ticketId: event.actorId };
      effects.push({ effect: 'timer', actor, name, dueAt: effectiveAt ?? event.at, command });
    }
    return effects;
  },
};

/** As they are kept with customers. */
function serialsOf(event: LoggedEvent): string[] {
  if (event.type !== 'ticket.completed') return [];
  const { equipmentSerials } = event.data as EventData<'ticket.completed'>;
  return [...new Set(equipmentSerials.map((serial) => serial.trim().toUpperCase()))];
}

/** Index: the table's primary key. */
async function loadOwners(events: readonly LoggedEvent[], db: Queryable): Promise<Owners> {
  const serials = events.flatMap(serialsOf);
  if (serials.length === 0) return new Map();
  const { rows } = await db.query<{ serial: string; customer_id: string }>({
    name: 'equipment_owners',
    text: 'select serial, customer_id from equipment_in_use where serial = any($1)',
    values: [serials],
  });
  return new Map(rows.map((row) => [row.serial, row.customer_id]));
}
