/** What a customer is told about their account. Whoever did it reads the history. */
import type { EventData } from '../../contracts/events.ts';
import type { Queryable } from '../../engine/database.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { selectAccounts } from './people.ts';
import { createTelling, type Telling } from './telling.ts';

interface Facts {
  /** Portal accounts by customer. */
  readonly accounts: ReadonlyMap<string, readonly string[]>;
  readonly packages: ReadonlyMap<string, string>;
}

export const customerNotices: Handler<Facts> = {
  name: 'notifications.customer',
  group: 'notifications',
  types: ['customer.status_changed', 'customer.package_changed'],
  attempts: 10,
  onDead: 'continue',
  load,
  handle(event, { accounts, packages }, context) {
    const to = createTelling(event, context, 2);
    const people = accounts.get(event.actorId) ?? [];
    const tell = <T extends Parameters<Telling['send']>[2]>(
      template: T,
      params: Parameters<typeof to.send<T>>[3],
    ): void => {
      to.inApp(people, template, params);
      for (const channel of ['email', 'whatsapp'] as const) {
        to.send(channel, [{ kind: 'customer', id: event.actorId }], template, params);
      }
    };
    if (event.type === 'customer.package_changed') {
      const { to: packageId, ticketId } = event.data as EventData<'customer.package_changed'>;
      // The first package is part of the application, and no news.
      const packageName = ticketId === null ? undefined : packages.get(packageId);
      if (packageName !== undefined) tell('customer.package_changed', { packageName });
      return to.effects;
    }
    const { from, to: status, reason } = event.data as EventData<'customer.status_changed'>;
    if (status === 'suspended') tell(`customer.suspended.${reason ?? 'other'}`, {});
    else if (status === 'terminated') tell('customer.terminated', {});
    else tell(from === 'suspended' ? 'customer.reactivated' : 'customer.activated', {});
    return to.effects;
  },
};

/** Two statements. Indexes: users_customer, the primary key of packages. */
async function load(events: readonly LoggedEvent[], db: Queryable): Promise<Facts> {
  const customers = [...new Set(events.map(({ actorId }) => actorId))];
  const people = await selectAccounts(db, customers);
  const { rows } = await db.query<{ id: string; name: string }>({
    name: 'notices_packages',
    text: 'select id, name from packages where id = any($1)',
    values: [
      events
        .filter(({ type }) => type === 'customer.package_changed')
        .map(({ data }) => (data as EventData<'customer.package_changed'>).to),
    ],
  });
  return {
    accounts: new Map(
      customers.map((id) => [
        id,
        people.filter(({ customerId }) => customerId === id).map((person) => person.id),
      ]),
    ),
    packages: new Map(rows.map(({ id, name }) => [id, name])),
  };
}
