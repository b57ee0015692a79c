/** Prometheus' and Alertmanager's own tools on the files that they would read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check, Outcome } from './check.ts';
import { list, read, root } from './files.ts';
import { findTool, notHad, type Tool, type ToolName } from './tools.ts';

async function withTool(name: ToolName, use: (tool: Tool) => Promise<string>): Promise<Outcome> {
  const tool = await findTool(name);
  return tool ? { checked: `${name} ${tool.version}: ${await use(tool)}` } : { notChecked: notHad(name) };
}

/** @throws what the tool printed, unless it ended with 0 */
async function mustPass(tool: Tool, args: readonly string[]): Promise<string> {
  const { code, output } = await tool.run(args);
  if (code !== 0) throw new Error(output.trim());
  return output;
}

export const prometheusChecks: readonly Check[] = [
  {
    name: 'prometheus.yaml',
    run: () =>
      withTool('promtool', async (tool) => {
        const folder = mkdtempSync(join(tmpdir(), 'trunkline-promtool-'));
        const file = join(folder, 'prometheus.yaml');
        try {
          // `otlp` came with Prometheus 2.47. Rules are where the container has them, and are checked below.
          const knowsOtlp = Number(tool.version.split('.')[0]) >= 3;
          const text = read('observability/prometheus.yaml');
          writeFileSync(file, knowsOtlp ? text : text.replace(/^otlp:\n(?: .*\n)+/m, ''));
          await mustPass(tool, ['check', 'config', '--syntax-only', file]);
          return knowsOtlp ? 'whole' : 'all but its block `otlp`, which this version does not know yet';
        } finally {
          rmSync(folder, { recursive: true });
        }
      }),
  },
  {
    name: 'rules',
    run: () =>
      withTool('promtool', async (tool) => {
        const output = await mustPass(tool, ['check', 'rules', ...list('observability/rules', '.yaml')]);
        const rules = [...output.matchAll(/(\d+) rules found/g)].reduce((sum, [, n]) => sum + Number(n), 0);
        return `${rules} rules`;
      }),
  },
  {
    name: 'unit tests of the rules',
    run: () =>
      withTool('promtool', async (tool) => {
        const files = list('observability/rules/tests', '.yaml');
        for (const file of files) await mustPass(tool, ['test', 'rules', join(root, file)]);
        const tests = files.reduce(
          (sum, file) => sum + (read(file).match(/^ {2}- name: /gm)?.length ?? 0),
          0,
        );
        return `${tests} tests`;
      }),
  },
  {
    name: 'alertmanager.yaml',
    run: () =>
      withTool('amtool', async (tool) => {
        await mustPass(tool, ['check-config', 'observability/alertmanager.yaml']);
        return 'whole';
      }),
  },
];
