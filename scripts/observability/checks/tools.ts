/** Programs that check their own configuration: on PATH, unpacked earlier, or fetched with the package manager. */
import { join } from 'node:path';
import { tryRun, unpackedEnv, unpackPackages } from '../../../src/ops/debian-packages.ts';
import type { Ran } from '../../../src/ops/unprivileged.ts';
import { root } from './files.ts';

export interface Tool {
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  run(args: readonly string[]): Promise<Ran>;
}

interface ToolDefinition {
  readonly packages: readonly string[];
  /** Where it is below the root of its package. */
  readonly path: string;
  readonly versionFlag: string;
}

const definitions = {
  prometheus: { packages: ['prometheus'], path: 'usr/bin/prometheus', versionFlag: '--version' },
  promtool: { packages: ['prometheus'], path: 'usr/bin/promtool', versionFlag: '--version' },
  amtool: { packages: ['prometheus-alertmanager'], path: 'usr/bin/amtool', versionFlag: '--version' },
  nginx: { packages: ['nginx'], path: 'usr/sbin/nginx', versionFlag: '-v' },
} as const satisfies Record<string, ToolDefinition>;

export type ToolName = keyof typeof definitions;

const found = new Map<ToolName, Promise<Tool | undefined>>();

/** Undefined when it is not here and cannot be had. */
export function findTool(name: ToolName): Promise<Tool | undefined> {
  const known = found.get(name) ?? look(name);
  found.set(name, known);
  return known;
}

async function look(name: ToolName): Promise<Tool | undefined> {
  const folder = join(root, '.cache/tools', name);
  const { path, packages } = definitions[name];
  const unpacked = async () => works(name, join(folder, 'root', path), await unpackedEnv(folder));
  const here = (await works(name, name, process.env)) ?? (await unpacked());
  if (here) return here;
  if ((await tryRun('apt-get', ['--version'])).code !== 0) return undefined;
  await unpackPackages(folder, packages);
  return unpacked();
}

async function works(name: ToolName, path: string, env: NodeJS.ProcessEnv): Promise<Tool | undefined> {
  const { code, output } = await tryRun(path, [definitions[name].versionFlag], env);
  if (code !== 0) return undefined;
  const version = /(\d+\.\d+(\.\d+)?)/.exec(output)?.[0] ?? 'of an unknown version';
  return { path, env, version, run: (args) => tryRun(path, args, env, root) };
}

export const notHad = (name: ToolName): string =>
  `${name} is not here and the package manager could not fetch it`;
