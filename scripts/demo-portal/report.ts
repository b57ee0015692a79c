/** What was seen: one row a page, and everything that is wrong with it. */
import type { Finding } from '../../test/support/browser.ts';

export interface Measured {
  readonly lcpMs: number;
  readonly inpMs: number;
  /** All scripts of a first visit, gzipped. */
  readonly jsBytes: number;
}

interface Row {
  readonly roles: Set<string>;
  shots: number;
  measured?: Measured;
  readonly complaints: string[];
  readonly axe: Finding[];
  readonly other: string[];
}

export interface Report {
  /** Where and as whom: `/tickets`, `supervisor`. */
  shot(page: string, role: string): void;
  measured(page: string, measured: Measured): void;
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
      console.log('Pages; load and INP with a CPU slowed down four times and nothing cached');
      console.table(
        [...rows]
          .filter(([, { shots, measured }]) => shots > 0 || measured)
          .map(([page, { roles, shots, measured, complaints, axe, other }]) => ({
            page,
            roles: roles.size,
            shots,
            'LCP ms': measured?.lcpMs.toFixed(0) ?? '',
            'INP ms': measured?.inpMs.toFixed(0) ?? '',
            'JS KB gz': measured ? (measured.jsBytes / 1_000).toFixed(0) : '',
            console: complaints.length,
            axe: axe.length,
            other: other.length,
          })),
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
