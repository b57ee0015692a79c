// Prometheus', Alertmanager's and nginx's own programs on the files that they would read in production.

import { describe, expect, it } from 'vitest';
import { frontChecks } from '../../scripts/observability/checks/front.ts';
import { prometheusChecks } from '../../scripts/observability/checks/prometheus.ts';

describe('checked by the programs themselves', () => {
  it.each([...prometheusChecks, ...frontChecks])('$name', { timeout: 120_000 }, async ({ run }) => {
    const outcome = await run();
    // A machine without a package manager is told why; anything wrong has been thrown.
    if ('notChecked' in outcome) console.log(`not checked: ${outcome.notChecked}`);
    expect(outcome).toBeTypeOf('object');
  });
});
