/**
 * Numbers of a database sequence, drawn in blocks, so that a command that needs one need not ask for it.
 * Numbers are unique; a process that ends leaves gaps, and two processes are not in order of time.
 */
import type { Queryable } from './database.ts';
import { outsideTrace } from './telemetry/spans.ts';

export interface NumberBlock {
  next(): Promise<number>;
}

export interface NumberBlockOptions {
  readonly db: Queryable;
  readonly sequence: string;
  readonly blockSize: number;
}

export function createNumberBlock({ db, sequence, blockSize }: NumberBlockOptions): NumberBlock {
  const ready: number[] = [];
  let drawing: Promise<void> | undefined;

  const draw = (): Promise<void> => {
    drawing ??= outsideTrace(() => drawNumbers(db, sequence, blockSize))
      .then((numbers) => {
        ready.push(...numbers);
      })
      .finally(() => {
        drawing = undefined;
      });
    return drawing;
  };

  return {
    async next() {
      for (;;) {
        const number = ready.shift();
        if (number !== undefined) {
          // The next block comes while this one's end is used; its failure is met by whoever finds none left.
          if (ready.length <= blockSize / 4) draw().catch(() => undefined);
          return number;
        }
        await draw();
      }
    },
  };
}

async function drawNumbers(db: Queryable, sequence: string, count: number): Promise<number[]> {
  const result = await db.query<{ number: string }>({
    name: 'draw_numbers',
    text: 'select nextval($1::regclass)::text as number from generate_series(1, $2::int)',
    values: [sequence, count],
  });
  return result.rows.map((row) => Number(row.number));
}
