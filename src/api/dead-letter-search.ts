/**
 * Finds dead letters, newest first; each answer within 200 ms among a million, whatever is looked for.
 *
 * - Words are looked for in steps of 20,000 letters, from the newest on, each through the index of words: a step
 *   without a match costs next to nothing, and the first ones with matches fill the page. So neither words of every
 *   letter nor words of very many old ones are read as a whole (docs/decisions/0037).
 * - The planner cannot know that, so the ways it would rather take are forbidden to it.
 * - Words whose pieces stand in all letters, together in none, have to be compared in each. Such a search ends after
 *   its time with what it found, and its `next` goes on with the step after: a page may be short, or empty, although
 *   more follows.
 */
import * as z from 'zod/mini';
import { formatPosition } from '../contracts/generic/position.ts';
import type { deadLetterSchema, listDeadLettersQuery } from '../contracts/operations.ts';
import { text } from '../contracts/text.ts';
import { type Pool, type Queryable, transaction } from '../engine/database.ts';
import { readHead } from '../engine/log.ts';
import { traceIdOf } from '../engine/telemetry/spans.ts';
import { and, andIf, contains, type Page, type Where, where } from './list.ts';
import { ApiProblem } from './problem.ts';

type Letter = z.infer<typeof deadLetterSchema>;
type Search = z.output<typeof listDeadLettersQuery>;

/** Letters of a step; the index has the same number. */
const STEP = 20_000;
const STEPS_A_QUERY = 3;
const BUDGET_MS = 100;

interface LetterRow {
  id: string;
  group: string;
  handler: string;
  event_id: string;
  event_type: string;
  actor_kind: string;
  actor_id: string;
  error: string;
  attempts: number;
  status: Letter['status'];
  at: Date;
  at_text: string;
  resolved_at: Date | null;
  reason: string | null;
  trace: string | null;
}

/** Behind which letter a page begins; without `at`, behind all whose ids are not smaller. */
interface Place {
  readonly at: string | null;
  readonly id: string;
}

interface Found {
  readonly rows: readonly LetterRow[];
  /** Left out where no letter follows. */
  readonly end?: Place | undefined;
}

/** The position is read before the rows (R2). @param budgetMs after which a search for words begins no other step */
export async function searchDeadLetters(
  pool: Pool,
  search: Search,
  seesErrors: boolean,
  budgetMs = BUDGET_MS,
): Promise<Page<Letter>> {
  const position = formatPosition(await readHead(pool));
  const from = search.cursor === undefined ? undefined : readCursor(search.cursor);
  const words = wordConditions(search);
  const { rows, end } =
    words.conditions.length === 0
      ? await readPage(pool, search, from)
      : await transaction(pool, (db) => readByWords(db, search, words, from, budgetMs));
  return {
    data: rows.map((row) => toLetter(row, seesErrors)),
    page: { next: end ? writeCursor(end) : null },
    position,
  };
}

async function readPage(db: Queryable, search: Search, from: Place | undefined): Promise<Found> {
  const conditions = where();
  addPlain(conditions, search);
  if (from && from.at !== null)
    and(conditions, '(d.at, d.id) < ($?::timestamptz, $?::bigint)', from.at, from.id);
  if (from?.at === null) and(conditions, 'd.id < $?::bigint', from.id);
  return pageOf(await readLetters(db, conditions, `limit ${search.limit + 1}`), search.limit);
}

/** Of one row more than a page holds, if there is one. */
function pageOf(rows: readonly LetterRow[], limit: number): Found {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), end: last && { at: last.at_text, id: last.id } };
}

/** Indexes: dead_letters_newest, dead_letters_type, dead_letters_handler, dead_letters_actor. */
function addPlain(conditions: Where, search: Search): void {
  and(conditions, 'd.status = $?', search.status);
  andIf(conditions, search.handler, 'd.handler = $?');
  andIf(conditions, search.type, 'd.event_type = $?');
  andIf(conditions, search.actorKind, 'd.actor_kind = $?');
  andIf(conditions, search.actorId, 'd.actor_id = $?');
  andIf(conditions, search.since, 'd.at >= $?');
  andIf(conditions, search.until, 'd.at < $?');
}

/** Indexes: dead_letters_error, dead_letters_payload. */
function wordConditions(search: Search): Where {
  const words = where();
  const lower = (value: string): string => contains(value.toLowerCase());
  andIf(words, search.error, 'd.error_words like $?', lower);
  andIf(words, search.payload, 'd.payload like $?', lower);
  return words;
}

async function readLetters(db: Queryable, { conditions, values }: Where, limit = ''): Promise<LetterRow[]> {
  const order = 'order by d.at desc, d.id desc';
  const { rows } = await db.query<LetterRow>(
    `select d.id, d."group", d.handler, d.event_id, d.event_type, d.actor_kind, d.actor_id, d.error, d.attempts,
        d.status, d.at, d.at::text as at_text, d.resolved_at, d.reason, e.trace
      from (select d.* from dead_letters d where ${conditions.join(' and ')} ${order} ${limit}) d
        join events e on e.id = d.event_id ${order}`,
    [...values],
  );
  return rows;
}

async function readByWords(
  db: Queryable,
  search: Search,
  words: Where,
  from: Place | undefined,
  budgetMs: number,
): Promise<Found> {
  const startedMs = performance.now();
  const ids: string[] = [];
  const { newest, oldest } = await readSteps(db);
  await db.query(
    `select set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true)`,
  );
  addPlain(words, search);
  let step = from ? Math.min(newest, stepBehind(from)) : newest;
  let isLate = false;
  while (step >= oldest && ids.length <= search.limit && !isLate) {
    ids.push(...(await readIds(db, words, from, step, search.limit + 1 - ids.length)));
    step -= STEPS_A_QUERY;
    isLate = performance.now() - startedMs > budgetMs;
  }
  await db.query(`select set_config('enable_indexscan', 'on', true)`);
  const found = where();
  and(found, 'd.id = any($?::bigint[])', ids);
  const rows = await readLetters(db, found);
  // Within a step by time; the steps themselves are in the order of burial, which is that of time but for moments.
  rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  const page = pageOf(rows, search.limit);
  if (page.end || step < oldest) return page;
  return { ...page, end: { at: null, id: String((step + 1) * STEP) } };
}

/** From this step on, towards the oldest. The steps are gone through one by one, until there are enough. */
async function readIds(
  db: Queryable,
  { conditions, values }: Where,
  from: Place | undefined,
  step: number,
  limit: number,
): Promise<string[]> {
  const all = { conditions: [...conditions], values: [...values] };
  if (from && from.at !== null) {
    const behind = '(step < $?::bigint or (d.at, d.id) < ($?::timestamptz, $?::bigint))';
    and(all, behind, stepBehind(from), from.at, from.id);
  }
  const steps: Where = { conditions: [], values: all.values };
  and(steps, 'generate_series($?::bigint, $?::bigint, -1) step', step, step - STEPS_A_QUERY + 1);
  const { rows } = await db.query<{ id: string }>(
    `select found.id from ${steps.conditions.join('')}, lateral (
        select d.id from dead_letters d where d.id / ${STEP} = step and ${all.conditions.join(' and ')}
        order by d.at desc, d.id desc limit ${limit}) found
      limit ${limit}`,
    [...all.values],
  );
  return rows.map(({ id }) => id);
}

async function readSteps(db: Queryable): Promise<{ newest: number; oldest: number }> {
  const { rows } = await db.query<{ newest: number | null; oldest: number | null }>(
    `select (max(id) / ${STEP})::int as newest, (min(id) / ${STEP})::int as oldest from dead_letters`,
  );
  return { newest: rows[0]?.newest ?? -1, oldest: rows[0]?.oldest ?? 0 };
}

function stepBehind({ at, id }: Place): number {
  return Math.floor((Number(id) - (at === null ? 1 : 0)) / STEP);
}

function toLetter(row: LetterRow, seesErrors: boolean): Letter {
  return {
    id: row.id,
    group: row.group,
    handler: row.handler,
    eventId: row.event_id,
    eventType: row.event_type,
    actor: { kind: row.actor_kind, id: row.actor_id },
    error: seesErrors ? row.error : null,
    attempts: row.attempts,
    status: row.status,
    at: row.at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    reason: row.reason,
    traceId: traceIdOf(row.trace) ?? null,
  };
}

/** By the microsecond, as Postgres keeps it: a page begins exactly where the one before ended. */
const cursorSchema = z.tuple([
  z.nullable(text(10, 40).check(z.regex(/^\d{4}-\d{2}-\d{2} [0-9:.+-]+$/))),
  z.string().check(z.regex(/^[1-9]\d{0,17}$/)),
]);

function writeCursor({ at, id }: Place): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** @throws ApiProblem invalid_cursor */
function readCursor(cursor: string): Place {
  try {
    const [at, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (at !== null && Number.isNaN(Date.parse(at.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00'))))
      throw new Error(at);
    return { at, id };
  } catch {
    throw new ApiProblem('invalid_cursor');
  }
}
