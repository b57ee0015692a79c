/** What was seen: one row a page, and everything that is wrong with it. */
import { median } from '../../bench/lib/stats.ts';
import type { Finding } from '../../test/support/browser.ts';
import type { MeasuredOften } from './measure.ts';

/** What every page is to keep to; printed, since machines are busy, and never a finding. */
const MOST_LCP_MS = 1_500;
const MOST_INP_MS = 200;

interface Row {
  readonly roles: Set<string>;
  shots: number;
  measured?: MeasuredOften;
  readonly complaints: string[];
  readonly axe: Finding[];
  readonly other: string[];
}

export interface Report {
  /** Where and as whom: `/tickets`, `supervisor`. */
  shot(page: string, role: string): void;
  measured(page: string, measured: MeasuredOften): void;
  complaints(page: string, role: string, texts: readonly string[]): void;
  axe(page: string, where: string, findings: readonly Finding[]): void;
  /** Anything else that is wrong. */
  wrong(page: string, what: string): void;
  flow(name: string, tookMs: number): void;
  /** Prints tables and findings; how many findings there are. */
  print(): number;
}

export function createReport(): Report {
  const rows = new Map<string, Row>();
  const flows: { flow: string; 'took s': string }[] = [];
  const rowOf = (page: string): Row => {
    const row = rows.get(page) ?? { roles: new Set(), shots: 0, complaints: [], axe: [], other: [] };
    rows.set(page, row);
    return row;
  };
  return {
    shot(page, role) {
      const row = rowOf(page);
      row.roles.add(role);
      row.shots += 1;
    },
    measured(page, measured) {
      rowOf(page).measured = measured;
    },
    complaints(page, role, texts) {
      rowOf(page).complaints.push(...texts.map((text) => `${role}: ${text}`));
    },
    axe(page, where, findings) {
      rowOf(page).axe.push(...findings.map(({ id, html }) => ({ id: `${where}: ${id}`, html })));
    },
    wrong(page, what) {
      rowOf(page).other.push(what);
    },
    flow(name, tookMs) {
      flows.push({ flow: name, 'took s': (tookMs / 1_000).toFixed(1) });
    },
    print() {
      console.log('\nFlows, each seen by everybody it concerns');
      console.table(flows);
      console.log(
        'Pages; load and INP with a CPU slowed down four times and nothing cached, medians and the slowest of the visits',
      );
      console.table(
        [...rows]
          .filter(([, { shots, measured }]) => shots > 0 || measured)
          .map(([page, { roles, shots, measured, complaints, axe, other }]) => ({
            page,
            roles: roles.size,
            shots,
            'LCP ms': spread(measured?.lcpMs),
            'INP ms': spread(measured?.inpMs),
            'JS KB gz': measured ? (measured.jsBytes / 1_000).toFixed(0) : '',
            console: complaints.length,
            axe: axe.length,
            other: other.length,
          })),
      );
      const slow = [...rows].filter(
        ([, { measured }]) =>
          measured && (median(measured.lcpMs) >= MOST_LCP_MS || median(measured.inpMs) >= MOST_INP_MS),
      );
      console.log(
        slow.length > 0
          ? `Slower than LCP ${MOST_LCP_MS} or INP ${MOST_INP_MS} ms: ${slow.map(([page]) => page).join(', ')}`
          : `Every page is within LCP ${MOST_LCP_MS} and INP ${MOST_INP_MS} ms`,
      );
      const findings = [...rows].flatMap(([page, { complaints, axe, other }]) => [
        ...complaints.map((text) => `${page}: console: ${text}`),
        ...axe.map(({ id, html }) => `${page}: axe: ${id}: ${html.slice(0, 200)}`),
        ...other.map((what) => `${page}: ${what}`),
      ]);
      for (const finding of findings) console.error(`  - ${finding}`);
      return findings.length;
    },
  };
}

function spread(values: readonly number[] = []): string {
  return values.length === 0 ? '' : `${median(values)} (${Math.max(...values)})`;
}
