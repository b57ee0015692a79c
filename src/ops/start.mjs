// `npm start`: from a bare clone to a running platform. Needs nothing but Node and npm.

import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const say = (line) => console.log(line);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(
    `Trunkline needs Node 20.19 or newer, and this is ${process.version} (${process.execPath}). ` +
      'Install a newer one from your package manager or with nvm: nvm install 22',
  );
}

try {
  checkNode();
  const { installIfNeeded } = await import(pathToFileURL(join(here, 'install.mjs')).href);
  await installIfNeeded(say);
  const { buildIfNeeded } = await import(pathToFileURL(join(here, 'build.mjs')).href);
  await buildIfNeeded(say);
} catch (error) {
  console.error(`\nTrunkline did not start.\n${error.message}`);
  process.exit(1);
}
await import(pathToFileURL(join(here, '../../dist/supervisor.js')).href);
