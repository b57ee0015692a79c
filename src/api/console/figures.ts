/**
 * The figures behind the console: those of the metrics, read back from the text that Prometheus is told. So the
 * console, the dashboards and the alerts cannot say different things.
 *
 * - What the worker with the duty tells of the platform is used. Where nobody tells it (every worker is away, or each
 *   process runs alone and is scraped by itself), this process reads the same figures by the same statements.
 * - Whoever looks within two seconds sees the same figures.
 */
import {
  type FigurePart,
  figureParts,
  type LabelsOf,
  type MetricName,
  metricTable,
} from '../../contracts/generic/metrics.ts';
import { sentChannels } from '../../engine/delivery-rings.ts';
import { readFigures } from '../../engine/figures.ts';
import type { FigureScope } from '../../engine/figures-sql.ts';
import { readSamples, type Sample } from '../../engine/metric-text.ts';
import type { Api } from '../api.ts';

export interface ConsoleFigures {
  readonly by: 'duty' | 'api';
  /** Parts that could not be read now: what is shown of them is nothing, or old. */
  readonly stale: readonly { readonly part: FigurePart; readonly seconds: number }[];
  readonly ageSeconds: number;
  /** All series of a metric. */
  all<N extends MetricName>(
    name: N,
  ): readonly { readonly labels: LabelsOf<N> & Whose; readonly value: number }[];
  /** The one series that has these labels; 0 without it. */
  one<N extends MetricName>(name: N, labels: Partial<LabelsOf<N> & Whose>): number;
}

interface Whose {
  readonly role?: string;
  readonly index?: string;
}

/** The duty reads each part every five seconds; as the alert FiguresStale does, two misses are forgiven. */
const STALE_SECONDS = 15;

const FRESH_MS = 2_000;
const looks = new WeakMap<Api, { readonly atMs: number; readonly figures: Promise<ConsoleFigures> }>();

export function consoleFigures(api: Api): Promise<ConsoleFigures> {
  const nowMs = api.now().getTime();
  const look = looks.get(api);
  if (look && nowMs - look.atMs < FRESH_MS) return look.figures;
  const figures = readAll(api);
  looks.set(api, { atMs: nowMs, figures });
  figures.catch(() => looks.delete(api));
  return figures;
}

async function readAll(api: Api): Promise<ConsoleFigures> {
  const samples = new Map(readSamples(await api.metrics()));
  const ages = samples.get(metricTable.figuresAge.name) ?? [];
  if (ages.length > 0) {
    const stale = ages.flatMap(({ labels, value }) =>
      value > STALE_SECONDS ? [{ part: labels.part as FigurePart, seconds: value }] : [],
    );
    return looked(samples, 'duty', stale, Math.max(...ages.map(({ value }) => value)));
  }
  const stale: { part: FigurePart; seconds: number }[] = [];
  for (const part of figureParts) {
    try {
      for (const [name, labels, value] of await readPart(api, part)) {
        const key = metricTable[name].name;
        samples.set(key, [...(samples.get(key) ?? []), { labels, value }]);
      }
    } catch (error) {
      api.logger.warn({ err: error, part }, 'figures not read for the console');
      stale.push({ part, seconds: 0 });
    }
  }
  return looked(samples, 'api', stale, 0);
}

function readPart(api: Api, part: FigurePart) {
  const { queues } = api;
  if (part === 'queues' && !queues) throw new Error('There are no queues here.');
  return readFigures(
    {
      pool: api.pool,
      queues: queues as NonNullable<typeof queues>,
      nowMs: () => api.now().getTime(),
      groups: groupsOf(api),
      channels: sentChannels,
    },
    part,
  );
}

function groupsOf({ handlers }: Api): FigureScope['groups'] {
  const types = new Map<string, string[]>();
  for (const handler of handlers)
    types.set(handler.group, [...(types.get(handler.group) ?? []), ...handler.types]);
  return [...types].map(([group, all]) => ({ group, types: [...new Set(all)] }));
}

function looked(
  samples: ReadonlyMap<string, readonly Sample[]>,
  by: ConsoleFigures['by'],
  stale: ConsoleFigures['stale'],
  ageSeconds: number,
): ConsoleFigures {
  const all = (name: MetricName): readonly Sample[] => samples.get(metricTable[name].name) ?? [];
  return {
    by,
    stale,
    ageSeconds,
    all: all as ConsoleFigures['all'],
    one: (name, labels) =>
      all(name).find((sample) =>
        Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
      )?.value ?? 0,
  };
}
