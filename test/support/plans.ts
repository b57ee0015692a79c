// What the planner made of the statements of a read, beside its answer.
import type { Queryable } from '../../src/engine/database.ts';

/** Answers as the database does, and keeps the plans of what it was asked. */
export function planned(db: Queryable, plans: string[]): Queryable {
  const query = async (asked: string | { text: string; values?: unknown[] }, given?: unknown[]) => {
    const { text, values = given } = typeof asked === 'string' ? { text: asked } : asked;
    const { rows } = await db.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values);
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    return await db.query(text, values);
  };
  return { query } as unknown as Queryable;
}
