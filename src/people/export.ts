/** Reads all that is held about a person, part by part and piece by piece, as the text of one JSON document. */
import type { Queryable } from '../engine/database.ts';
import { bind, type Person } from './person.ts';
import type { Exported, Place } from './place.ts';
import { places } from './places.ts';

const PIECE = 500;

export interface ExportHead {
  readonly exportedAt: string;
  readonly person: { readonly kind: string; readonly id: string };
}

/**
 * `own`: in the words that the person reads in the portal, without what staff wrote for each other. A list for each
 * part; empty ones are named too, so that nothing is a question.
 */
export async function* exportPerson(
  db: Queryable,
  person: Person,
  head: ExportHead,
  own: boolean,
): AsyncGenerator<string> {
  yield `{"exportedAt":${JSON.stringify(head.exportedAt)},"person":${JSON.stringify(head.person)}`;
  for (const [place, part] of parts()) {
    const select = own ? (part.own ?? part.select) : part.select;
    if (select === false) continue;
    yield `,\n${JSON.stringify(part.as)}:[`;
    let separator = '\n';
    for (let read = 0; ; read += PIECE) {
      const rows = await readPiece(db, person, place, part, select ?? 'to_jsonb(t)', read);
      for (const row of rows) {
        if (row === null) continue;
        yield separator + row;
        separator = ',\n';
      }
      if (rows.length < PIECE) break;
    }
    yield ']';
  }
  yield '}\n';
}

function parts(): (readonly [Place, Exported])[] {
  return places.flatMap((place) => (place.exported ?? []).map((part) => [place, part] as const));
}

async function readPiece(
  db: Queryable,
  person: Person,
  { table }: Place,
  { from, rows, order }: Exported,
  select: string,
  after: number,
): Promise<readonly (string | null)[]> {
  const { text, values } = bind(
    `select (${select})::text as row from ${from ?? `"${table}"`} t where ${rows} order by ${order} limit $1 offset $2`,
    person,
    [PIECE, after],
  );
  const result = await db.query<{ row: string | null }>({ text, values });
  return result.rows.map(({ row }) => row);
}
