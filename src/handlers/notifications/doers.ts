/** What a token did was done by whoever made it: nobody is told of their own doing (N1), whichever way they did it. */
import type { Queryable } from '../../engine/database.ts';
import type { Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';

interface Owned<Loaded> {
  readonly loaded: Loaded;
  readonly owners: ReadonlyMap<string, string>;
}

/** The same handler, which reads the owner where the log has the token. */
export function byOwners<Loaded>(handler: Handler<Loaded>): Handler<Owned<Loaded>> {
  return {
    ...handler,
    load: async (events, db) => ({
      loaded: (await handler.load?.(events, db)) as Loaded,
      owners: await readOwners(events, db),
    }),
    handle: (event, { loaded, owners }, context) => handler.handle(owned(event, owners), loaded, context),
  };
}

function owned(event: LoggedEvent, owners: ReadonlyMap<string, string>): LoggedEvent {
  const owner = event.by.kind === 'token' ? owners.get(event.by.id) : undefined;
  return owner === undefined ? event : { ...event, by: { kind: 'user', id: owner } };
}

/** Index: tokens_pkey. Nothing is asked where no token did anything. */
async function readOwners(
  events: readonly LoggedEvent[],
  db: Queryable,
): Promise<ReadonlyMap<string, string>> {
  const tokens = [...new Set(events.flatMap(({ by }) => (by.kind === 'token' ? by.id : [])))];
  if (tokens.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; user_id: string }>({
    name: 'owners_of_tokens',
    text: 'select id, user_id from tokens where id = any($1)',
    values: [tokens],
  });
  return new Map(rows.map(({ id, user_id }) => [id, user_id]));
}
