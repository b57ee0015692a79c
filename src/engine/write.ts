/**
 * Writes what was decided: states, events, effects, and the idempotent answer, in as few statements as possible
 * (one, as a rule). Event ids are drawn by the insert, under the actors' locks (L1).
 */
import type { AnyActor } from './actor-types.ts';
import type { Committed, CommittedEvent } from './committed.ts';
import type { Queryable } from './database.ts';
import type { Decisions, EventRow } from './decide.ts';
import type { SplitEffects } from './effect-rows.ts';
import type { Row } from './effects.ts';
import {
  combine,
  type Fragment,
  insertRows,
  rowFragments,
  runPrepared,
  updateRows,
  withStatement,
} from './fragments.ts';
import { columnsOf, stateToRow } from './state-rows.ts';

const EVENT_COLUMNS = [
  'actor_kind',
  'actor_id',
  'seq',
  'type',
  'version',
  'data',
  'audience',
  'by',
  'trace',
  'at',
] as const;

export interface IdempotentAnswer {
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** States of actors that changed: one insert and one update per table. */
function stateFragments(decisions: Decisions): Fragment[] {
  const inserts = new Map<AnyActor, Row[]>();
  const updates = new Map<AnyActor, Row[]>();
  for (const { actor, before, state } of decisions.slots.values()) {
    if (!state || state === before) continue;
    const target = before ? updates : inserts;
    const rows = target.get(actor) ?? [];
    rows.push(stateToRow(actor, state));
    target.set(actor, rows);
  }
  const fragments: Fragment[] = [];
  for (const [actor, rows] of inserts) fragments.push(insertRows(actor.table, columnsOf(actor), rows));
  for (const [actor, rows] of updates)
    fragments.push(updateRows(actor.table, ['id'], columnsOf(actor), rows));
  return fragments;
}

function eventFragment(events: readonly EventRow[]): Fragment {
  // The order of the array is the order of the ids: an actor's later event has the larger id (L1).
  return insertRows('events', EVENT_COLUMNS, events as unknown as Row[], ' returning id');
}

function idempotencyFragment(answer: IdempotentAnswer): Fragment {
  const row = {
    scope: answer.scope,
    key: answer.key,
    body_hash: answer.bodyHash,
    status: answer.status,
    headers: answer.headers,
    body: answer.body ?? null,
  };
  return insertRows('idempotency', Object.keys(row), [row]);
}

/** All fragments of a commit; `events` comes last, so that its ids are what the statement returns. */
export function commitFragments(
  decisions: Decisions,
  rows: SplitEffects,
  answer?: IdempotentAnswer,
): Fragment[] {
  const fragments = [...stateFragments(decisions), ...rowFragments(rows.rows)];
  if (answer) fragments.push(idempotencyFragment(answer));
  if (decisions.events.length > 0) fragments.push(eventFragment(decisions.events));
  return fragments;
}

/**
 * Writes everything within the caller's transaction and says what has to be rung after its commit. `sent` is called
 * when its last statement is on its way.
 */
export async function writeDecisions(
  client: Queryable,
  decisions: Decisions,
  rows: SplitEffects,
  answer?: IdempotentAnswer,
  sent?: () => void,
): Promise<Committed> {
  const fragments = commitFragments(decisions, rows, answer);
  const last = fragments.at(-1);
  if (!last) return { events: [], deliveries: rows.deliveries };
  const distinct = new Set(fragments.map((fragment) => fragment.table)).size === fragments.length;
  const returnsIds = last.table === 'events';
  if (!distinct) {
    for (const statement of combine(fragments.slice(0, -1))) await runPrepared(client, statement);
  }
  const rest = distinct ? fragments : [last];
  const select = returnsIds ? `select id::text as id from w${rest.length - 1}` : 'select 1';
  const writing = runPrepared<{ id: string }>(client, withStatement(rest, [], select, ''));
  sent?.();
  const ids = await writing;
  return { events: returnsIds ? committedEvents(decisions.events, ids) : [], deliveries: rows.deliveries };
}

export function committedEvents(
  events: readonly EventRow[],
  ids: readonly { id: string }[],
): CommittedEvent[] {
  return events.map((event, index) => ({
    id: ids[index]?.id ?? '',
    actorKind: event.actor_kind,
    actorId: event.actor_id,
    seq: event.seq,
    type: event.type,
    trace: event.trace,
  }));
}
