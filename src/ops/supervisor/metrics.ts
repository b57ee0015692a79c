// Merges what all processes say, the families of OpenMetrics, into one text. Each sample is labelled with its process;
// a figure of the whole platform is not, and stands there once, whoever else tells it too.

import { type MetricDefinition, metricTable } from '../../contracts/generic/metrics.ts';
import { familyOf } from '../../engine/metric-text.ts';

export type Source = {
  readonly role: string;
  readonly index: number;
  readonly text: string;
  /** How long ago it was said. */
  readonly ageMs: number;
};

type Family = { readonly head: string[]; readonly samples: string[]; teller: Source | undefined };

const platformNames = new Set(
  Object.values(metricTable as Record<string, MetricDefinition>)
    .filter(({ scope }) => scope === 'platform')
    .map(familyOf),
);

/** Families keep together, as the format demands; help and type are those of the first that names them. */
export function mergeMetrics(sources: readonly Source[]): string {
  const families = new Map<string, Family>();
  // While the duty changes hands two may tell the platform's figures: the one who spoke last is believed.
  for (const source of [...sources].sort((a, b) => a.ageMs - b.ageMs)) {
    const labels = `role="${source.role}",index="${source.index}"`;
    let current: Family | undefined;
    let seenBefore = false;
    let isOfPlatform = false;
    for (const line of source.text.split('\n')) {
      const comment = /^# (HELP|TYPE) (\S+)/.exec(line);
      if (comment) {
        const name = comment[2] ?? '';
        // HELP precedes TYPE of the same family, and opens it.
        if (comment[1] === 'HELP' || !current) {
          seenBefore = families.has(name);
          isOfPlatform = platformNames.has(name);
          current = families.get(name) ?? { head: [], samples: [], teller: undefined };
          families.set(name, current);
        }
        if (!seenBefore) current.head.push(line);
      } else if (line && !line.startsWith('#') && current) {
        current.teller ??= source;
        if (!isOfPlatform) current.samples.push(withLabels(line, labels));
        else if (current.teller === source) current.samples.push(line);
      }
    }
  }
  return [...families.values()]
    .flatMap(({ head, samples }) => [...head, ...samples])
    .join('\n')
    .concat('\n');
}

function withLabels(sample: string, labels: string): string {
  const brace = sample.indexOf('{');
  const space = sample.indexOf(' ');
  if (brace > 0 && brace < space) {
    const rest = sample.slice(brace + 1);
    return `${sample.slice(0, brace)}{${labels}${rest.startsWith('}') ? '' : ','}${rest}`;
  }
  return `${sample.slice(0, space)}{${labels}}${sample.slice(space)}`;
}
