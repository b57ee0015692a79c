/** The handlers of the example of docs/how-to: a timer for each loan, and a message when it is late. */
import type { Queryable } from '../../../src/engine/database.ts';
import type { Handler } from '../../../src/engine/handler-types.ts';
import type { LoggedEvent } from '../../../src/engine/log.ts';
import type { DeviceData } from './device-events.ts';

export const loanTimers: Handler = {
  name: 'business.loan_timers',
  group: 'business',
  types: ['device.lent', 'device.returned'],
  attempts: 20,
  onDead: 'continue',
  handle: (event) => {
    const actor = { kind: 'device', id: event.actorId };
    if (event.type === 'device.returned') return [{ effect: 'cancelTimer', actor, name: 'overdue' }];
    const { dueAt } = event.data as DeviceData<'device.lent'>;
    return [{ effect: 'timer', actor, name: 'overdue', dueAt, command: { type: 'mark_overdue', dueAt } }];
  },
};

type Active = ReadonlySet<string>;

export const overdueMessages: Handler<Active> = {
  name: 'notifications.loan_overdue',
  group: 'notifications',
  types: ['device.overdue'],
  attempts: 10,
  onDead: 'continue',
  load: loadActiveCustomers,
  handle: (event, active, { newId }) => {
    const { serial, customerId } = event.data as DeviceData<'device.overdue'>;
    if (!active.has(customerId)) return [];
    return [
      {
        effect: 'delivery',
        id: newId(),
        channel: 'whatsapp',
        recipient: { kind: 'customer', id: customerId },
        template: 'device.overdue',
        params: { serial },
        entity: { kind: 'device', id: event.actorId },
        priority: 3,
      },
    ];
  },
};

/** One query for all events of a run. Index: the table's primary key. */
async function loadActiveCustomers(events: readonly LoggedEvent[], db: Queryable): Promise<Active> {
  const { rows } = await db.query<{ id: string }>({
    name: 'loan_customers',
    text: `select id from customers where id = any($1) and status <> 'terminated'`,
    values: [events.map(({ data }) => data.customerId)],
  });
  return new Set(rows.map(({ id }) => id));
}
