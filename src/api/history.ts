/** The history of an actor, from the log, in the words its reader may see: the rule of live and replay (R5). */
import * as z from 'zod/mini';
import type { Viewer } from '../authority/viewer.ts';
import { visibleTo } from '../contracts/generic/audience.ts';
import { formatPosition } from '../contracts/generic/position.ts';
import type { historyEntrySchema } from '../contracts/ticket-list.ts';
import type { Queryable } from '../engine/database.ts';
import { type LoggedEvent, readActorEvents, readHead } from '../engine/log.ts';
import { traceIdOf } from '../engine/telemetry/spans.ts';
import type { Api } from './api.ts';
import type { Page } from './list.ts';
import { ApiProblem } from './problem.ts';

type HistoryEntry = z.infer<typeof historyEntrySchema>;

const seqSchema = z.int().check(z.gte(0), z.lte(2_147_483_647));

/** Oldest first. `room` is the one that watching the actor gives the viewer. */
export async function readHistory(
  { pool: db, upcast }: Pick<Api, 'pool' | 'upcast'>,
  viewer: Viewer,
  actor: { readonly kind: string; readonly id: string; readonly room: string },
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<HistoryEntry>> {
  const afterSeq = query.cursor === undefined ? 0 : readCursor(query.cursor);
  const position = formatPosition(await readHead(db));
  const events = (await readActorEvents(db, actor.kind, actor.id, afterSeq, query.limit + 1)).map(upcast);
  const shown = events.slice(0, query.limit);
  const rooms = new Set([...viewer.rooms, actor.room]);
  const visible = shown.flatMap((event) => {
    const data = visibleTo(event, rooms);
    return data ? [{ event, data }] : [];
  });
  const names = viewer.class === 'staff' ? await readNames(db, shown) : new Map<string, string>();
  const last = events.length > query.limit ? shown.at(-1) : undefined;
  return {
    data: visible.map(({ event, data }) => toEntry(event, data, viewer, names)),
    page: { next: last ? Buffer.from(String(last.seq)).toString('base64url') : null },
    position,
  };
}

function toEntry(
  { id, type, seq, at, by, trace }: LoggedEvent,
  data: Readonly<Record<string, unknown>>,
  viewer: Viewer,
  names: ReadonlyMap<string, string>,
): HistoryEntry {
  const name = names.get(by.id);
  return {
    id,
    type,
    seq,
    at,
    by: { kind: by.kind, id: by.id, ...(name === undefined ? {} : { name }) },
    traceId: viewer.class === 'staff' ? (traceIdOf(trace) ?? null) : null,
    data: { ...data },
  };
}

function readCursor(cursor: string): number {
  const seq = seqSchema.safeParse(Number(Buffer.from(cursor, 'base64url').toString('utf8') || 'x'));
  if (!seq.success) throw new ApiProblem('invalid_cursor');
  return seq.data;
}

/** Names of the people behind the events; they stand in their table, never in the log (L6). */
async function readNames(db: Queryable, events: readonly LoggedEvent[]): Promise<Map<string, string>> {
  const ids = [...new Set(events.flatMap(({ by }) => (by.kind === 'user' ? [by.id] : [])))];
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<{ id: string; name: string }>({
    name: 'read_user_names',
    text: 'select id, name from users where id = any($1)',
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}
