// Installs the npm packages, when those that are there are not those of the lock file.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const progressEveryMs = 5_000;

/** True when it had to install. Throws with a sentence that helps when it could not. */
export async function installIfNeeded(say = () => {}) {
  if (isInstalled()) return false;
  say('Installing packages with npm ci (first start, or the lock file changed)');
  // Retries of npm's own take over a minute to say that there is no network; one try more is ours.
  const ok = (await npmCi(say)) || (await npmCi(say));
  if (!ok) {
    throw new Error(
      'The packages could not be installed. Is the npm registry reachable from here? ' +
        'The whole story: npm ci --include=dev',
    );
  }
  return true;
}

/** npm keeps a list of what it installed; where every package of the lock file is in it, nothing is missing. */
function isInstalled() {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  );
}

async function npmCi(say) {
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`;
  const timer = setInterval(() => say(`  still installing (${seconds()})`), progressEveryMs);
  let output = '';
  const child = spawn('npm', ['ci', '--include=dev', '--fetch-retries=0', '--no-progress'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', resolve);
  });
  clearInterval(timer);
  if (code === 0) say(`Installed in ${seconds()}`);
  else console.error(output.trim().split('\n').slice(-8).join('\n'));
  return code === 0;
}
