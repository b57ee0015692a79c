// Merges what all processes say in Prometheus' text format into one text, each sample labelled with its process.

export type Source = { readonly role: string; readonly index: number; readonly text: string };

type Family = { readonly head: string[]; readonly samples: string[] };

/** Families keep together, as the format demands; help and type are those of the first that names them. */
export function mergeMetrics(sources: readonly Source[]): string {
  const families = new Map<string, Family>();
  for (const { role, index, text } of sources) {
    const labels = `role="${role}",index="${index}"`;
    let current: Family | undefined;
    let seenBefore = false;
    for (const line of text.split('\n')) {
      const comment = /^# (HELP|TYPE) (\S+)/.exec(line);
      if (comment) {
        const name = comment[2] ?? '';
        // HELP precedes TYPE of the same family, and opens it.
        if (comment[1] === 'HELP' || !current) {
          seenBefore = families.has(name);
          current = families.get(name) ?? { head: [], samples: [] };
          families.set(name, current);
        }
        if (!seenBefore) current.head.push(line);
      } else if (line && !line.startsWith('#')) {
        current?.samples.push(withLabels(line, labels));
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
