// `npm test`: works on a bare clone. Installs, makes sure of Redis and a browser, builds, runs the tests.
//
// `npm test -- test/unit` runs a part of them; everything after `--` goes to vitest.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIfNeeded } from '../src/ops/install.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const say = (line) => console.log(line);

/** Exit code of a program; its output is shown. */
function run(command, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Whether a program is there and runs. */
async function works(command) {
  return new Promise((resolve) => {
    const child = spawn(command, ['--version'], { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}

/** Root where apt is there may install; anyone else gets what can be had without it. */
async function ensureBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  for (const name of names) if (await works(name)) return;
  if (process.getuid?.() !== 0 || !(await works('apt-get'))) {
    say('There is no Chromium and none can be installed from here; the browser tests will be skipped.');
    return;
  }
  say('Installing Chromium for the browser tests (once)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], env);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env);
}

try {
  await installIfNeeded(say);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { buildIfNeeded } = await import('../src/ops/build.mjs');
await buildIfNeeded(say);
if (existsSync(join(root, 'test/browser')) && hasBrowserTests()) await ensureBrowser();
process.exitCode = await run(process.execPath, [
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--passWithNoTests=false',
  ...process.argv.slice(2),
]);

function hasBrowserTests() {
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  return wanted.length === 0 || wanted.some((argument) => argument.includes('browser'));
}
