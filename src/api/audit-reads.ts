/**
 * Reads the audit log: a page of it, all of it in batches, and what one entry changed.
 *
 * Indexes: audit_log_at, and for each filter one that ends with the same order, so that a page costs the same in a
 * thousand rows and in a million.
 */
import type { AuditDetail, AuditEntry, AuditFilter } from '../contracts/audit.ts';
import type { Permission } from '../contracts/permissions.ts';
import type { ActorState } from '../engine/actor-types.ts';
import type { Row } from '../engine/effects.ts';
import { type EventRecord, eventColumns, readActorEvents, toLoggedEvent } from '../engine/log.ts';
import { traceIdOf } from '../engine/telemetry/spans.ts';
import type { Api } from './api.ts';
import { and, andIf, type ListStatement, listRows, type Page, where } from './list.ts';

const BATCH = 500;
/** An actor with a longer history than this is not folded while somebody waits. */
const MAX_EVENTS = 5_000;

/** What a token did, its owner did. */
const FROM = `audit_log a left join request_origins o on o.id = a.by->>'origin'
  left join tokens k on a.by->>'kind' = 'token' and k.id = a.by->>'id'
  left join users u on u.id = case a.by->>'kind' when 'user' then a.by->>'id' else k.user_id end`;

/** Where what is done something to has its name. */
const names = {
  ticket: 'select number from tickets',
  user: 'select name from users',
  customer: 'select name from customers',
  technician: 'select name from technicians',
  registration: 'select number from registrations',
  package: 'select name from packages',
} as const;
const TARGET_NAME = `case split_part(a.target, '/', 1) ${Object.entries(names)
  .map(([kind, select]) => `when '${kind}' then (${select} where id = split_part(a.target, '/', 2))`)
  .join(' ')} end`;

export const auditColumns = [
  'at',
  'byKind',
  'byId',
  'byName',
  'action',
  'target',
  'targetName',
  'address',
  'userAgent',
  'traceId',
  'detail',
] as const;

async function statementOf(
  { pool }: Pick<Api, 'pool'>,
  { by, ...filter }: AuditFilter,
  cursor: string | undefined,
  limit: number,
): Promise<ListStatement> {
  if (by === undefined) return statement(filter, cursor, limit);
  const { rows } = await pool.query<{ id: string }>({
    name: 'audit_tokens',
    text: 'select id from tokens where user_id = $1',
    values: [by],
  });
  return statement({ ...filter, by: [by, ...rows.map(({ id }) => id)] }, cursor, limit);
}

/** `by`: somebody and their tokens. */
function statement(
  filter: Omit<AuditFilter, 'by'> & { readonly by?: readonly string[] },
  cursor: string | undefined,
  limit: number,
): ListStatement {
  const conditions = where();
  // Of one alone the index has the order, too.
  if (filter.by?.length === 1) and(conditions, `a.by->>'id' = $?`, filter.by[0]);
  else andIf(conditions, filter.by, `a.by->>'id' = any($?::text[])`);
  andIf(conditions, filter.action, 'a.action = $?');
  andIf(conditions, filter.target, 'a.target = $?');
  andIf(conditions, filter.since, 'a.at >= $?::timestamptz');
  andIf(conditions, filter.until, 'a.at < $?::timestamptz');
  return {
    select: `to_jsonb(a) || jsonb_build_object('name', u.name, 'target_name', ${TARGET_NAME}, 'address', coalesce(a.address, o.address),
      'user_agent', coalesce(a.user_agent, o.user_agent))`,
    from: FROM,
    where: conditions,
    sort: '-at',
    sorts: { at: { expression: 'a.at', type: 'instant', never: 'null' } },
    id: 'a.id',
    idType: 'bigint',
    cursor,
    limit,
  };
}

export async function listAudit(
  { pool }: Pick<Api, 'pool'>,
  { limit, cursor, ...filter }: AuditFilter & { limit: number; cursor?: string | undefined },
): Promise<Page<AuditEntry>> {
  return await listRows(pool, await statementOf({ pool }, filter, cursor, limit), toEntry);
}

/** Rows for a file, newest first: a page at a time, as fast as they are taken. */
export async function* readAudit(
  { pool }: Pick<Api, 'pool'>,
  filter: AuditFilter,
): AsyncGenerator<readonly object[]> {
  let cursor: string | undefined;
  do {
    const page = await listRows(pool, await statementOf({ pool }, filter, cursor, BATCH), toEntry);
    yield page.data.map(({ by, detail, ...entry }) => ({
      ...entry,
      byKind: by.kind,
      byId: by.id,
      byName: by.name,
      detail: Object.keys(detail).length > 0 ? JSON.stringify(detail) : '',
    }));
    cursor = page.page.next ?? undefined;
  } while (cursor !== undefined);
}

function toEntry(row: Row): AuditEntry {
  const by = row.by as { kind: string; id: string };
  return {
    id: String(row.id),
    at: new Date(String(row.at)).toISOString(),
    by: { kind: by.kind, id: by.id, name: (row.name ?? null) as string | null },
    action: String(row.action),
    target: String(row.target),
    targetName: (row.target_name ?? null) as string | null,
    detail: row.detail as Record<string, unknown>,
    address: (row.address ?? null) as string | null,
    userAgent: (row.user_agent ?? null) as string | null,
    traceId: traceIdOf(row.trace as string | null) ?? null,
  };
}

/**
 * What is personal in a change takes the right to read the thing itself besides `audit.view`; without it the field is
 * named and its values are hidden. Of kinds that stand not here whoever reads the audit log reads it.
 */
const personalRights: Readonly<Record<string, Permission>> = {
  user: 'users.view',
  customer: 'customers.view',
  registration: 'registrations.view',
  technician: 'technicians.view',
  // An address can hold a key of its receiver.
  webhook: 'webhooks.manage',
};
const HIDDEN = '***';

/** One entry and what it changed, as far as somebody with these rights may read it. */
export async function readAuditEntry(
  api: Pick<Api, 'pool' | 'registry' | 'upcast'>,
  id: string,
  rights: ReadonlySet<Permission>,
): Promise<AuditDetail | undefined> {
  const { select, from } = statement({}, undefined, 1);
  const { rows } = await api.pool.query<{ row: Row }>(
    `select ${select} as row from ${from} where a.id = $1::bigint`,
    [id],
  );
  const row = rows[0]?.row;
  if (!row) return undefined;
  const changes = row.event_id === null ? null : await readChanges(api, String(row.event_id), rights);
  return { ...toEntry(row), changes };
}

type Changes = AuditDetail['changes'];

async function readChanges(
  { pool, registry, upcast }: Pick<Api, 'pool' | 'registry' | 'upcast'>,
  eventId: string,
  rights: ReadonlySet<Permission>,
): Promise<Changes> {
  const found = await pool.query<EventRecord>(
    `select ${eventColumns('e')} from events e where e.id = $1::bigint`,
    [eventId],
  );
  const event = found.rows[0] && toLoggedEvent(found.rows[0]);
  const actor = event && registry.get(event.actorKind);
  if (!actor || event.seq > MAX_EVENTS) return null;
  const { actorKind, actorId, seq } = event;
  const history = await readActorEvents(pool, actorKind, actorId, 0, seq);
  let before: ActorState | undefined;
  let after: ActorState | undefined;
  for (const { type, data, at, by } of history.map(upcast)) {
    before = after;
    // What is personal is not in the log: it comes from its own table, below.
    after = actor.evolve(before, { type, data, personal: {} }, { id: actorId, at, by });
  }
  const personal = await pool.query<{ before: Row; after: Row }>(
    'select before, after from personal_changes where actor_kind = $1 and actor_id = $2 and seq = $3',
    [actorKind, actorId, seq],
  );
  const kept = personal.rows[0];
  const changes = differences({ ...before, ...kept?.before }, { ...after, ...kept?.after });
  const needed = personalRights[actorKind];
  if (!kept || needed === undefined || rights.has(needed)) return changes;
  return changes.map((change) => (change.field in kept.after ? hidden(change) : change));
}

type Change = NonNullable<Changes>[number];

function hidden({ field, before, after }: Change): Change {
  const hide = (value: unknown): unknown => (value === null ? null : HIDDEN);
  return { field, before: hide(before), after: hide(after) };
}

/** What every event moves says nothing of what was done. */
const silent = [
  'id',
  'seq',
  'version',
  'createdAt',
  'updatedAt',
  'changedAt',
  'rightsVersion',
  'rightsChangedAt',
];

function differences(before: Row, after: Row): NonNullable<Changes> {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => !silent.includes(field))
    .map((field) => ({ field, before: orNull(before[field]), after: orNull(after[field]) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

/** Nothing has one form, whether it is absent, null or an empty list. */
function orNull(value: unknown): unknown {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? null : value;
}
