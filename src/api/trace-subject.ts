/**
 * What a person has in hand when they look for a trace, and the traces that are about it: by the log, which names the
 * trace of every event, and by what the spans say of themselves.
 */
import { actors } from '../actors/registry.ts';
import type { Queryable } from '../engine/database.ts';
import { traceIdOf } from '../engine/telemetry/spans.ts';

export type TraceSubject =
  | { readonly kind: 'trace'; readonly traceId: string }
  | { readonly kind: 'event'; readonly eventId: string; readonly about: readonly string[] }
  | {
      readonly kind: 'entity';
      readonly actor: { readonly kind: string | undefined; readonly id: string };
      readonly about: readonly string[];
    }
  /** Words: looked for in names, routes and types of events. */
  | { readonly kind: 'words'; readonly words: string };

/** Fewer than the store takes in one question, which also has the entity itself among them. */
const MAX_TRACES = 199;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export async function readTraceSubject(db: Queryable, given: string): Promise<TraceSubject> {
  const text = given.trim();
  const traceId = traceIdOf(text) ?? (/^[0-9a-f]{32}$/i.test(text) ? text.toLowerCase() : undefined);
  if (traceId) return { kind: 'trace', traceId };
  if (/^[1-9]\d{0,17}$/.test(text)) {
    const trace = traceIdOf(await readTraceOfEvent(db, text));
    return { kind: 'event', eventId: text, about: [`event:${text}`, ...(trace ? [trace] : [])] };
  }
  if (/^[a-z]{1,3}-\d{1,12}$/i.test(text)) {
    const id = await readIdOfTicket(db, text.toUpperCase());
    if (id) return await aboutEntity(db, 'ticket', id);
  }
  const named = /^([a-z_]{1,40})\/([\w.-]{1,80})$/i.exec(text);
  if (named?.[1] && named[2]) return await aboutEntity(db, named[1].toLowerCase(), named[2]);
  if (UUID.test(text)) return await aboutEntity(db, undefined, text.toLowerCase());
  return { kind: 'words', words: text };
}

async function aboutEntity(db: Queryable, kind: string | undefined, id: string): Promise<TraceSubject> {
  const traces = await readTracesOfEntity(db, kind ? [kind] : [...actors.keys()], id);
  const ids = new Set(traces.flatMap((trace) => traceIdOf(trace) ?? []));
  return { kind: 'entity', actor: { kind, id }, about: [`entity:${id}`, ...ids] };
}

async function readTraceOfEvent(db: Queryable, id: string): Promise<string | null> {
  const { rows } = await db.query<{ trace: string | null }>({
    name: 'trace_of_event',
    text: 'select trace from events where id = $1',
    values: [id],
  });
  return rows[0]?.trace ?? null;
}

async function readIdOfTicket(db: Queryable, number: string): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>({
    name: 'id_of_ticket',
    text: 'select id from tickets where number = $1',
    values: [number],
  });
  return rows[0]?.id;
}

/** Of its newest events. Index: events_actor_kind_actor_id_seq_key, once for each kind. */
async function readTracesOfEntity(db: Queryable, kinds: readonly string[], id: string): Promise<string[]> {
  const { rows } = await db.query<{ trace: string }>({
    name: 'traces_of_entity',
    text: `select e.trace from unnest($1::text[]) k (kind) cross join lateral (
        select trace, at from events where actor_kind = k.kind and actor_id = $2 and trace is not null
         order by seq desc limit $3) e
      order by e.at desc limit $3`,
    values: [kinds, id, MAX_TRACES],
  });
  return rows.map(({ trace }) => trace);
}
