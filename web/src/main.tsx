/** The entry: the parts of the portal, put together by hand. */
import './design/base.css';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { takeDeeds } from './app/early-deeds.ts';
import { sayFailedStart } from './app/failed-start.ts';
import { firstAnswers } from './app/first-answers.ts';
import { takeFirstState } from './app/first-state.ts';
import { Portal } from './app/portal.tsx';
import { loadShell } from './app/root.tsx';
import { createPortalRouter } from './app/router.tsx';
import { configureIssues } from './i18n/form-issues.ts';
import { loadCatalogue, loadFirstWords } from './i18n/language.tsx';
import { startLive } from './live/connection.ts';
import { takeText } from './session/page-facts.ts';
import { renderedIn, whenTakenOver } from './session/rendered.ts';
import { followOtherPages, isStaff, loadSession } from './session/session.ts';

/**
 * Everything at once: who this is, the words, the page's own file; then the shell and what the page shows first. The
 * server has written who this is into the page, and mostly the first screen as well, with what it was made of: then it
 * is taken over as it stands. Else it is drawn once, when all of it is there: drawn in parts it took longer than all of
 * them.
 *
 * A function, because nothing that imports this file could be evaluated before it if the module itself waited.
 */
async function start(root: HTMLElement): Promise<void> {
  const state = takeText('trunkline:state');
  if (state !== undefined) takeFirstState(state);
  const router = createPortalRouter();
  // The structure of what the server renders (its `Matches` has no boundary of its own).
  if (state !== undefined) router.ssr = { manifest: undefined };
  const page = router.load();
  // First who it is: where the page says it, the words are those of their language at once.
  const known = loadSession();
  await Promise.all([known, loadCatalogue()]);
  const [words] = await Promise.all([loadFirstWords(isStaff()), loadShell(), page]);
  await firstAnswers();
  const portal = <Portal router={router} words={words} />;
  const doAgain = takeDeeds(root);
  if (state === undefined || renderedIn() !== words.locale) {
    // In another language than this browser's, which keeps no cookies.
    root.replaceChildren();
    createRoot(root).render(portal);
    doAgain();
  } else {
    hydrateRoot(root, portal);
    await whenTakenOver();
    doAgain();
  }
  startLive();
}

configureIssues();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
followOtherPages();
start(root).catch((error: unknown) => {
  console.error(error);
  globalThis.trunklineDeeds = undefined;
  sayFailedStart(root);
});
