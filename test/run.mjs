// `npm test`: works on a bare clone. Installs, makes sure of Redis and a browser, builds, runs the tests.
//
// `npm test -- test/unit` runs a part of them; everything after `--` goes to vitest.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIfNeeded } from '../src/ops/install.mjs';

/** More than this is no unsteady test but a broken change or machine. */
const MOST_UNSTEADY_FILES = 3;

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
const wanted = process.argv.slice(2);
const failuresFile = join(mkdtempSync(join(tmpdir(), 'trunkline-test-')), 'failures.json');
process.exitCode = await vitest(wanted);
// Only of a whole run: whoever runs one file wants to see it fail.
if (process.exitCode !== 0 && wanted.length === 0) await runFailedAgain();
rmSync(dirname(failuresFile), { recursive: true });

function vitest(args) {
  return run(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--passWithNoTests=false', ...args],
    { ...process.env, TEST_FAILURES: failuresFile },
  );
}

/**
 * Files with a failure run once more, by themselves. What fails again is broken; what passes is unsteady, is said to
 * be, by name and last of all, and is a bug as well (docs/decisions/0038).
 */
async function runFailedAgain() {
  const failures = existsSync(failuresFile) ? JSON.parse(readFileSync(failuresFile, 'utf8')) : null;
  const files = [...new Set((failures ?? []).map(({ file }) => file))];
  if (files.length === 0 || files.length > MOST_UNSTEADY_FILES) return;
  say(`\nOnce more, by themselves: ${files.join(' ')}`);
  process.exitCode = await vitest(['--no-file-parallelism', ...files]);
  if (process.exitCode !== 0) return;
  say(
    '\nUnsteady: failed in the whole run, passed by itself. A bug of the test or of the product; find out which:',
  );
  for (const { file, test } of failures) say(`unsteady ${file}: ${test}`);
}

function hasBrowserTests() {
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  return wanted.length === 0 || wanted.some((argument) => argument.includes('browser'));
}
