/**
 * The entry, and nothing that takes time: a browser evaluates it when it has read the page, which may be before it has
 * painted all of it. What the server has drawn is painted first, and the portal begins then.
 */
import { sayFailedStart } from './app/failed-start.ts';
import { oncePainted } from './kit/painted.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

async function begin(root: HTMLElement): Promise<void> {
  try {
    const { boot } = await import('./app/boot.tsx');
    await boot(root);
  } catch (error) {
    console.error(error);
    globalThis.trunklineDeeds = undefined;
    sayFailedStart(root);
  }
}

if (root.firstElementChild) oncePainted(() => void begin(root));
else void begin(root);
