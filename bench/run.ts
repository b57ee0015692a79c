/**
 * `npm run bench -- [names…] [--rounds 3] [--json]`: each figure beside its reference, in one run, alternating.
 * Names: create, click, realtime, mailbox, snapshot, memory, processor, search, analytics,
 * letters. Exits 1 when a target is missed.
 */
import { parseArgs } from 'node:util';
import { analytics } from './figures/analytics.ts';
import { click } from './figures/click.ts';
import { create } from './figures/create.ts';
import { letters } from './figures/letters.ts';
import { mailbox } from './figures/mailbox.ts';
import { memory } from './figures/memory.ts';
import { processor } from './figures/processor.ts';
import { realtime } from './figures/realtime.ts';
import { search } from './figures/search.ts';
import { snapshot } from './figures/snapshot.ts';
import { type Bench, startBench } from './lib/bench.ts';
import { type Figure, printFigures } from './lib/figure.ts';

const onPlatform: Readonly<Record<string, (bench: Bench) => Promise<Figure[]>>> = {
  // First the one that warms the processes up.
  create,
  click,
  realtime,
  processor,
  snapshot,
};
const alone: Readonly<Record<string, (rounds: number) => Promise<Figure[]>>> = {
  mailbox,
  memory,
  search,
  analytics,
  letters,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } },
});
const known = [...Object.keys(onPlatform), ...Object.keys(alone)];
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0)
  throw new Error(`Unknown figure: ${unknown.join(', ')}. There are: ${known.join(', ')}`);
const wanted = known.filter((name) => positionals.length === 0 || positionals.includes(name));
const rounds = Number(values.rounds);
const figures: Figure[] = [];
const say = (text: string): void => console.error(text);

for (const name of wanted.filter((candidate) => candidate in alone)) {
  say(`${name} …`);
  figures.push(...((await alone[name]?.(rounds)) ?? []));
}
const shared = wanted.filter((candidate) => candidate in onPlatform);
if (shared.length > 0) {
  say('starting the platform …');
  const bench = await startBench(rounds);
  try {
    for (const name of shared) {
      say(`${name} …`);
      figures.push(...((await onPlatform[name]?.(bench)) ?? []));
    }
  } finally {
    await bench.stop();
  }
}
if (values.json) console.log(JSON.stringify(figures, null, 2));
else printFigures(figures);
process.exit(figures.some((figure) => figure.reached === false) ? 1 : 0);
