/**
 * CSV that streams: rows are read as fast as the client takes them, so a long export costs no more memory than a batch.
 *
 * - The first batch is read before the answer begins: what fails then is a problem like any other.
 * - Text that a spreadsheet would take for a formula is written as text.
 */
import { Readable } from 'node:stream';
import type { Reply } from './route.ts';

type Batches = AsyncIterable<readonly object[]>;

export async function csvReply(
  fileName: string,
  columns: readonly string[],
  batches: Batches,
): Promise<Reply> {
  // Few ask for it: not in the memory of every process.
  const { stringify } = await import('csv-stringify');
  const iterator = batches[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* rows() {
    try {
      for (let batch = first; !batch.done; batch = await iterator.next()) yield* batch.value;
    } finally {
      await iterator.return?.();
    }
  }
  const lines = stringify({
    header: true,
    columns: [...columns],
    bom: true,
    escape_formulas: true,
    cast: { boolean: (value) => String(value), date: (value) => value.toISOString() },
  });
  const source = Readable.from(rows());
  source.on('error', (error) => lines.destroy(error));
  lines.on('close', () => source.destroy());
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${fileName}"`,
    },
    stream: source.pipe(lines),
  };
}
