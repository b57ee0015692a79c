/**
 * The figures of the whole platform (`scope: 'platform'` in the table of metrics), read as a duty: so they are
 * counted once, however many processes there are, and told by the process that holds the lease.
 *
 * - Each part is read by itself and kept until it is read again: a scrape costs no query and waits for nothing, and
 *   where Postgres or Redis does not answer it tells the last figures, and how old they are.
 * - A statement has a second, whatever waits before it; every count has a bound (see `figures-sql.ts`).
 * - Who has lost the duty tells nothing any more.
 */
import { type FigurePart, figureParts, type MetricName } from '../contracts/generic/metrics.ts';
import type { Pool, Queryable } from './database.ts';
import { transaction } from './database.ts';
import type { DutyTask } from './duty.ts';
import { readQueueFigures } from './figures-queues.ts';
import { type FigureScope, type Figures, readers } from './figures-sql.ts';
import type { Logger } from './logger.ts';
import { metricText } from './metric-text.ts';
import type { Queues } from './queues.ts';

export interface FiguresOptions extends FigureScope {
  readonly pool: Pool;
  readonly queues: Queues;
  readonly logger: Logger;
  readonly nowMs: () => number;
}

export interface FiguresDuty {
  readonly task: DutyTask;
  /** In Prometheus' text format; empty while another process has the duty. */
  text(): string;
  /** As last read. */
  latest(): Figures;
}

const EVERY_MS = 5_000;
const STATEMENT_LIMIT_MS = 1_000;
const QUEUES_LIMIT_MS = 3_000;

interface Read {
  readonly figures: Figures;
  readonly atMs: number;
}

export function createFigures(options: FiguresOptions): FiguresDuty {
  const { logger, nowMs } = options;
  const known = new Map<FigurePart, Read>();
  let duty: AbortSignal | undefined;
  let takenAtMs = 0;

  function samples(): Map<MetricName, [object, number][]> {
    const families = new Map<MetricName, [object, number][]>([['figuresAge', []]]);
    for (const part of figureParts) {
      const read = known.get(part);
      families.get('figuresAge')?.push([{ part }, (nowMs() - (read?.atMs ?? takenAtMs)) / 1_000]);
      for (const [name, labels, value] of read?.figures ?? []) {
        const family = families.get(name) ?? [];
        families.set(name, family);
        family.push([labels, value]);
      }
    }
    return families;
  }

  return {
    task: {
      name: 'figures',
      everyMs: EVERY_MS,
      async run({ signal, first }) {
        // What was known in an earlier tenure is older than what the one in between has told.
        if (first) {
          known.clear();
          takenAtMs = nowMs();
          duty = undefined;
        }
        for (const part of figureParts) {
          if (signal.aborted) return;
          try {
            known.set(part, { figures: await readFigures(options, part), atMs: nowMs() });
          } catch (error) {
            logger.warn({ err: error, part }, 'figures not read; the last ones stand');
          }
        }
        // Only now: before every part was tried once, what is not there yet would look like nothing.
        duty = signal;
      },
    },
    latest: () => [...known.values()].flatMap(({ figures }) => figures),
    text() {
      if (!duty || duty.aborted) return '';
      return [...samples()].map(([name, family]) => metricText(name, family as never)).join('');
    },
  };
}

/** One part, now; rejects where what it is read from does not answer in time. */
export async function readFigures(
  options: Pick<FiguresOptions, 'pool' | 'queues' | 'nowMs' | 'groups' | 'channels'>,
  part: FigurePart,
): Promise<Figures> {
  const { pool, queues, nowMs } = options;
  if (part === 'queues') return await limited(readQueueFigures(queues, nowMs()));
  return await bounded(pool, (client) => readers[part](client, options));
}

/** Read only, and no longer than the limit. */
function bounded(pool: Pool, read: (client: Queryable) => Promise<Figures>): Promise<Figures> {
  return transaction(pool, async (client) => {
    await client.query({
      name: 'figures_limits',
      text: `select set_config('statement_timeout', $1, true), set_config('transaction_read_only', 'on', true)`,
      values: [String(STATEMENT_LIMIT_MS)],
    });
    return await read(client);
  });
}

async function limited(work: Promise<Figures>): Promise<Figures> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Redis did not answer within ${QUEUES_LIMIT_MS} ms`)),
      QUEUES_LIMIT_MS,
    );
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
