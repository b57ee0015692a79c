/**
 * `npm run check:observability`: each part of the production stack, as far as it can be checked here: "checked" with what
 * did it, or "not checked" and why.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Check } from './observability/checks/check.ts';
import { composeChecks } from './observability/checks/compose.ts';
import { configurationChecks } from './observability/checks/configurations.ts';
import { root } from './observability/checks/files.ts';
import { frontChecks } from './observability/checks/front.ts';
import { kubernetesChecks } from './observability/checks/kubernetes.ts';
import { prometheusChecks } from './observability/checks/prometheus.ts';
import { queryChecks } from './observability/checks/queries.ts';
import { findTool, notHad, type ToolName } from './observability/checks/tools.ts';

/** A test with a whole platform, by a program of the production stack. */
function live(name: string, tool: ToolName, test: string, checked: string): Check {
  return {
    name,
    run: async () => {
      if (!(await findTool(tool))) return { notChecked: notHad(tool) };
      const args = [join(root, 'test/run.mjs'), test];
      const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => (output += String(chunk)));
      const [code] = await once(child, 'close');
      if (code !== 0) throw new Error(output.slice(-4_000));
      return { checked };
    },
  };
}

const checks: readonly Check[] = [
  ...composeChecks,
  ...frontChecks,
  live(
    'a platform behind the front',
    'nginx',
    'test/integration/front.test.ts',
    'API, polling and websocket through one origin; every metric of a query on /metrics',
  ),
  live(
    'exemplars',
    'prometheus',
    'test/integration/exemplars.test.ts',
    'a real Prometheus scrapes a platform, and latencies of a request, a hop and an event name the trace of a click',
  ),
  ...kubernetesChecks,
  ...prometheusChecks,
  ...queryChecks,
  ...configurationChecks,
];

let failed = 0;
for (const { name, run } of checks) {
  try {
    const outcome = await run();
    if ('checked' in outcome) console.log(`checked      ${name} (${outcome.checked})`);
    else console.log(`not checked  ${name}: ${outcome.notChecked}`);
  } catch (error) {
    failed += 1;
    console.log(`WRONG        ${name}\n${(error as Error).message.replace(/^/gm, '    ')}`);
  }
}
process.exitCode = failed > 0 ? 1 : 0;
