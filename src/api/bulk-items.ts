/** The results of a bulk job, as a page and as batches of a file. What was not tried waits, or was skipped by its end. */
import type { Viewer } from '../authority/viewer.ts';
import type { Bulk, BulkItem, BulkOutcome } from '../contracts/bulk.ts';
import type { Queryable } from '../engine/database.ts';
import { bulkTargets } from './bulk-targets.ts';
import { and, type Where, where } from './list.ts';

const OUTCOME = `coalesce(i.outcome, case b.state when 'running' then 'waiting' else 'skipped' end)`;
const BATCH = 500;

export const bulkItemColumns = ['itemId', 'number', 'title', 'outcome', 'code', 'detail'] as const;

interface Part {
  readonly limit: number;
  /** Rows to leave out. */
  readonly offset?: number | undefined;
  /** Rows before this place in the job are left out. */
  readonly from?: number;
  readonly outcome?: BulkOutcome | undefined;
}

type Indexed = BulkItem & { readonly index: number };

/** In the order of the job. Index: bulk_items_pkey, and the primary key of what it is about. */
export async function listBulkItems(
  db: Queryable,
  viewer: Viewer,
  job: Pick<Bulk, 'id' | 'kind'>,
  part: Part,
): Promise<BulkItem[]> {
  return (await readItems(db, viewer, job, part)).map(({ index: _index, ...item }) => item);
}

/** All of them, so many at a time. */
export async function* readBulkItems(
  db: Queryable,
  viewer: Viewer,
  job: Pick<Bulk, 'id' | 'kind'>,
  outcome: BulkOutcome | undefined,
): AsyncGenerator<readonly BulkItem[]> {
  let from = 0;
  for (;;) {
    const items = await readItems(db, viewer, job, { limit: BATCH, from, outcome });
    yield items;
    const last = items.at(-1);
    if (!last || items.length < BATCH) return;
    from = last.index + 1;
  }
}

async function readItems(
  db: Queryable,
  viewer: Viewer,
  { id, kind }: Pick<Bulk, 'id' | 'kind'>,
  { limit, offset = 0, from = 0, outcome }: Part,
): Promise<Indexed[]> {
  const { from: table, id: idOf, number, title, sight } = bulkTargets[kind];
  const target: Where = where();
  const visible = sight(viewer);
  and(target, visible.sql, ...visible.values);
  const [seen] = target.conditions;
  and(target, 'i.bulk_id = $?', id);
  and(target, 'i.index >= $?', from);
  if (outcome !== undefined) and(target, `${OUTCOME} = $?`, outcome);
  const [, ...conditions] = target.conditions;
  target.values.push(limit, offset);
  const { rows } = await db.query<Indexed>(
    `select i.index, i.ticket_id as "itemId", ${OUTCOME} as outcome, i.code, i.detail,
        ${number} as number, ${title} as title
      from bulk_items i join bulk_jobs b on b.id = i.bulk_id
      left join ${table} on ${idOf} = i.ticket_id and ${seen}
      where ${conditions.join(' and ')} order by i.index
      limit $${target.values.length - 1} offset $${target.values.length}`,
    target.values,
  );
  return rows;
}
