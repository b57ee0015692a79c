/** nginx's configuration as its image would fill it in, in a file that nginx itself can be started with. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { read } from './files.ts';
import { findTool, notHad, type Tool } from './tools.ts';

export interface FrontPlaces {
  readonly port: number;
  readonly api: string;
  /** More than one where some of them stand by. */
  readonly realtime: readonly string[];
}

/**
 * What nginx 1.27.3 brought is left out for older ones: `resolve`, by which containers that come and go are followed.
 * Several addresses of one name are given as several servers, which is what a name of several addresses becomes.
 */
export function frontConfig(version: string, folder: string, places: FrontPlaces): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const knowsResolve = major > 1 || minor >= 29;
  let text = read('deploy/kubernetes/base/front.conf.template');
  if (!knowsResolve) text = text.replaceAll(' resolve', '');
  text = text.replace(/^ *server \$\{REALTIME_ADDRESS\}.*$/m, (line) =>
    places.realtime.map((address) => line.replace(/\$\{\w+\}/, address)).join('\n'),
  );
  const values: Readonly<Record<string, string>> = {
    NGINX_LOCAL_RESOLVERS: '127.0.0.1',
    API_ADDRESS: places.api,
    FRONT_PORT: `127.0.0.1:${places.port}`,
  };
  text = text.replace(/\$\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${folder}/${kind};`)
    .join('\n');
  return [
    `pid ${folder}/nginx.pid;`,
    'daemon off;',
    'worker_processes 1;',
    'error_log stderr warn;',
    'events {}',
    'http {',
    '  access_log off;',
    temporary,
    text.replace(/^/gm, '  '),
    '}',
    '',
  ].join('\n');
}

export async function testFront(nginx: Tool): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-front-'));
  try {
    const file = join(folder, 'nginx.conf');
    const places = { port: 8080, api: '127.0.0.1:3001', realtime: ['127.0.0.1:3002'] };
    writeFileSync(file, frontConfig(nginx.version, folder, places));
    const { code, output } = await nginx.run(['-t', '-p', folder, '-c', file]);
    if (code !== 0) throw new Error(output.trim());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const frontChecks: readonly Check[] = [
  {
    name: 'front.conf.template',
    run: async () => {
      const nginx = await findTool('nginx');
      if (!nginx) return { notChecked: notHad('nginx') };
      await testFront(nginx);
      return { checked: `nginx ${nginx.version}, without \`resolve\` where it is older than 1.27.3` };
    },
  },
];
