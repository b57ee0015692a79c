/**
 * Runs commands for the rim (HTTP, bulk, demo data): idempotency, locks, decision, one write, one commit, then the
 * rings, un-awaited (L1, L5, M1).
 *
 * Two ways, one result. A command that makes a new actor needs no lock and no transaction: everything is one
 * statement, gated by the idempotency key. Any other takes the lock first.
 */
import { createHash } from 'node:crypto';
import type { ActorState } from './actor-types.ts';
import type { Committed } from './committed.ts';
import { errorCode, isContention, type Pool, type Queryable, transaction } from './database.ts';
import {
  type CommandItem,
  type DecideTools,
  type Decisions,
  decideItem,
  newDecisions,
  slotKey,
} from './decide.ts';
import { splitEffects } from './effect-rows.ts';
import type { RowEffect } from './effects.ts';
import { runPrepared, withStatement } from './fragments.ts';
import { actorOf, decideAll, OutOfOrder, type Restart } from './waves.ts';
import { commitFragments, committedEvents, type IdempotentAnswer, writeDecisions } from './write.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Kept for no repetition: what came with the key changed something, and was not what the key is for. */
  readonly passing?: true;
}

export interface IdempotencyRequest {
  /** Principal and route. */
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
}

export interface CommandRequest {
  /** In the order in which they are decided; the answer is made from the first one's state. */
  readonly items: readonly [CommandItem, ...CommandItem[]];
  /** The first item's actor is new, with an id nobody else can have drawn. */
  readonly creates?: boolean;
  readonly idempotency?: IdempotencyRequest;
  /** What else is written in the commit: nothing of it exists where the command is refused. */
  readonly rows?: readonly RowEffect[];
  readonly answer: (states: readonly ActorState[]) => Answer;
}

export type CommandOutcome =
  | { readonly outcome: 'committed'; readonly answer: Answer; readonly committed: Committed }
  | { readonly outcome: 'replayed'; readonly answer: Answer }
  /** The key is held by a request that is still running. */
  | { readonly outcome: 'in_flight' }
  /** The key was used with another body. */
  | { readonly outcome: 'mismatch' };

export interface CommandRunner {
  run(request: CommandRequest): Promise<CommandOutcome>;
}

export interface CommandRunnerOptions extends DecideTools {
  readonly pool: Pool;
  /** Called once per commit, never awaited. */
  readonly onCommitted: (committed: Committed) => void;
}

const MAX_REPEATS = 5;
const MAX_RESTARTS = 5;

export function createCommandRunner(options: CommandRunnerOptions): CommandRunner {
  const runOnce = (request: CommandRequest, restart: Restart): Promise<CommandOutcome> =>
    request.creates && request.items.length === 1
      ? create(options, request, restart)
      : change(options, request, restart);
  return {
    async run(request) {
      const restart: Restart = { first: new Map(), left: MAX_RESTARTS };
      for (let repeat = 0; ; ) {
        try {
          const outcome = await runOnce(request, restart);
          if (outcome.outcome === 'committed') options.onCommitted(outcome.committed);
          return outcome;
        } catch (error) {
          if (error instanceof OutOfOrder) continue;
          // A deadlock or lock time-out wants another go; a unique violation on the key means that its first
          // request committed between our snapshot and our insert: the next go finds its answer.
          const again = isContention(error) || isKeyTaken(error);
          if (!again || repeat++ >= MAX_REPEATS) throw error;
        }
      }
    },
  };
}

function isKeyTaken(error: unknown): boolean {
  return errorCode(error) === '23505' && (error as { constraint?: string }).constraint === 'idempotency_pkey';
}

/** Everything in one autocommitted statement, gated by the key's lock and the absence of an earlier answer. */
async function create(
  options: CommandRunnerOptions,
  request: CommandRequest,
  restart: Restart,
): Promise<CommandOutcome> {
  const [item] = request.items;
  const decisions = newDecisions();
  decisions.slots.set(slotKey(item.actor), {
    actor: actorOf(options.registry, item.actor.kind),
    before: undefined,
    state: undefined,
  });
  if (decideItem(options, decisions, item).length > 0) return change(options, request, restart);
  const effects = decisions.effects.slice();
  const split = splitEffects(effects);
  split.rows.push(...(request.rows ?? []));
  // A decision that sends commands to other actors has to lock them: the other way.
  if (split.commands.length > 0) return change(options, request, restart);
  const answer = request.answer(statesOf(decisions, request));
  const key = request.idempotency;
  const fragments = commitFragments(decisions, split, key && toStored(key, answer));
  const tables = new Set(fragments.map((fragment) => fragment.table));
  if (tables.size !== fragments.length) return change(options, request, restart);
  const ids = `(select json_agg(json_build_object('id', id::text)) from w${fragments.length - 1}) as ids`;
  if (!key) {
    const [row] = await runPrepared<{ ids: { id: string }[] }>(
      options.pool,
      withStatement(fragments, [], `select ${ids}`, ''),
    );
    return committed(decisions, split.deliveries, row?.ids ?? [], answer);
  }
  const [row] = await runPrepared<GateRow>(
    options.pool,
    withStatement(
      fragments,
      [lockNumber(key), key.scope, key.key],
      `select (select locked from gate) as locked, (select to_json(p) from prior p) as prior, ${ids}`,
      '(select locked and fresh from gate)',
      [
        'prior as materialized (select body_hash, status, headers, body from idempotency where scope = $2 and key = $3)',
        'gate as materialized (select pg_try_advisory_xact_lock($1::bigint) as locked, not exists (select from prior) as fresh)',
      ],
    ),
  );
  if (!row) throw new Error('The create statement returned no row');
  if (row.prior) return replay(key, row.prior);
  if (!row.locked) return { outcome: 'in_flight' };
  return committed(decisions, split.deliveries, row.ids ?? [], answer);
}

async function change(
  options: CommandRunnerOptions,
  request: CommandRequest,
  restart: Restart,
): Promise<CommandOutcome> {
  return await transaction(options.pool, async (client) => {
    const key = request.idempotency;
    if (key) {
      const seen = await readKey(client, key);
      if (seen.prior) return replay(key, seen.prior);
      if (!seen.locked) return { outcome: 'in_flight' };
    }
    const decisions = newDecisions();
    const rows = await decideAll(client, options, decisions, request.items, restart);
    rows.rows.push(...(request.rows ?? []));
    const answer = request.answer(statesOf(decisions, request));
    const stored = key && !answer.passing ? toStored(key, answer) : undefined;
    const written = await writeDecisions(client, decisions, rows, stored);
    return { outcome: 'committed', answer, committed: written };
  });
}

interface StoredAnswer {
  readonly body_hash: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

interface GateRow {
  readonly locked: boolean;
  readonly prior: StoredAnswer | null;
  readonly ids: { id: string }[] | null;
}

/** L5: the lock says whether the key's first request is still running, the row what it answered. */
async function readKey(client: Queryable, key: IdempotencyRequest): Promise<Omit<GateRow, 'ids'>> {
  const result = await client.query<Omit<GateRow, 'ids'>>({
    name: 'idempotency_gate',
    text: `select pg_try_advisory_xact_lock($1::bigint) as locked,
      (select to_json(p) from (select body_hash, status, headers, body from idempotency where scope = $2 and key = $3) p) as prior`,
    values: [lockNumber(key), key.scope, key.key],
  });
  const row = result.rows[0];
  if (!row) throw new Error('The idempotency gate returned no row');
  return row;
}

/** What a request that is repeated with its key was answered, for whoever must know before they ask for anything. */
export async function earlierOutcome(
  db: Queryable,
  key: IdempotencyRequest,
): Promise<CommandOutcome | undefined> {
  const { rows } = await db.query<StoredAnswer>({
    name: 'idempotency_earlier',
    text: 'select body_hash, status, headers, body from idempotency where scope = $1 and key = $2',
    values: [key.scope, key.key],
  });
  return rows[0] && replay(key, rows[0]);
}

function replay(key: IdempotencyRequest, prior: StoredAnswer): CommandOutcome {
  if (prior.body_hash !== key.bodyHash) return { outcome: 'mismatch' };
  const headers = { ...prior.headers, 'Idempotency-Replayed': 'true' };
  return { outcome: 'replayed', answer: { status: prior.status, headers, body: prior.body } };
}

function toStored(key: IdempotencyRequest, answer: Answer): IdempotentAnswer {
  return { ...key, ...answer };
}

function committed(
  decisions: Decisions,
  deliveries: Committed['deliveries'],
  ids: readonly { id: string }[],
  answer: Answer,
): CommandOutcome {
  return {
    outcome: 'committed',
    answer,
    committed: { events: committedEvents(decisions.events, ids), deliveries },
  };
}

function statesOf(decisions: Decisions, request: CommandRequest): ActorState[] {
  return request.items.map((item) => {
    const state = decisions.slots.get(slotKey(item.actor))?.state;
    if (!state) throw new Error(`${slotKey(item.actor)} has no state after its command`);
    return state;
  });
}

function lockNumber(key: IdempotencyRequest): string {
  return createHash('sha256').update(`${key.scope}\n${key.key}`).digest().readBigInt64BE().toString();
}
