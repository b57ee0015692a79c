/** What the API reads of bulk jobs: their figures are counted from the results (B2). */
import { type BulkState, bulk } from '../actors/bulk/actor.ts';
import type { Viewer } from '../authority/viewer.ts';
import { BULK_MAX, type Bulk, type BulkKind, bulkCommandTable } from '../contracts/bulk.ts';
import type { Queryable } from '../engine/database.ts';
import type { Row } from '../engine/effects.ts';
import { bulkTargets } from './bulk-targets.ts';
import { and, type Where, where } from './list.ts';
import { stateOf } from './reads.ts';

export interface BulkTarget {
  readonly itemId: string;
  readonly visible: boolean;
}

/** One more than a job takes, so that too many are seen. In the order in which they were made. */
export async function readMatching(
  db: Queryable,
  kind: BulkKind,
  { conditions, values }: Where,
): Promise<BulkTarget[]> {
  const { from, id } = bulkTargets[kind];
  const { rows } = await db.query<{ id: string }>(
    `select ${id} as id from ${from} where ${[...conditions, 'true'].join(' and ')} order by ${id} limit ${BULK_MAX + 1}`,
    [...values],
  );
  return rows.map((row) => ({ itemId: row.id, visible: true }));
}

/** The named ones, in their order. Index: the primary key. */
export async function readNamed(
  db: Queryable,
  kind: BulkKind,
  viewer: Viewer,
  ids: readonly string[],
): Promise<BulkTarget[]> {
  const { from, id, sight } = bulkTargets[kind];
  const target: Where = where();
  const visible = sight(viewer);
  and(target, `${id} = any($?::text[])`, ids);
  and(target, visible.sql, ...visible.values);
  const { rows } = await db.query<{ id: string }>(
    `select ${id} as id from ${from} where ${target.conditions.join(' and ')}`,
    target.values,
  );
  const seen = new Set(rows.map((row) => row.id));
  return ids.map((itemId) => ({ itemId, visible: seen.has(itemId) }));
}

const FIGURES = `(select count(*) filter (where i.outcome = 'done')::int from bulk_items i where i.bulk_id = b.id) as done,
  (select count(*) filter (where i.outcome = 'refused')::int from bulk_items i where i.bulk_id = b.id) as refused`;

interface BulkRow {
  readonly row: Row;
  readonly done: number;
  readonly refused: number;
}

/** The own jobs, the newest first. Index: bulk_jobs_owner. */
export async function listBulks(db: Queryable, ownerId: string, limit: number): Promise<Bulk[]> {
  const { rows } = await db.query<BulkRow>({
    name: 'list_bulks',
    text: `select to_jsonb(b) as row, ${FIGURES} from bulk_jobs b where b.owner_id = $1
      order by b.created_at desc limit $2`,
    values: [ownerId, limit],
  });
  return rows.map(bulkView);
}

/** Undefined when it is not the own one. */
export async function readBulk(db: Queryable, ownerId: string, id: string): Promise<Bulk | undefined> {
  const { rows } = await db.query<BulkRow>({
    name: 'read_bulk',
    text: `select to_jsonb(b) as row, ${FIGURES} from bulk_jobs b where b.id = $1 and b.owner_id = $2`,
    values: [id, ownerId],
  });
  return rows[0] && bulkView(rows[0]);
}

function bulkView({ row, done, refused }: BulkRow): Bulk {
  return bulkAnswer(stateOf<BulkState>(bulk, row), done, refused);
}

export function bulkAnswer(state: BulkState, done: number, refused: number): Bulk {
  const { id, state: standing, why, total, createdAt, endedAt, seq } = state;
  const command = state.command.type;
  const { kind } = bulkCommandTable[command];
  return { id, kind, command, state: standing, why, total, done, refused, createdAt, endedAt, seq };
}
