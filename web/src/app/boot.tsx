/** The parts of the portal, put together by hand. */
import '../design/base.css';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { configureIssues } from '../i18n/form-issues.ts';
import { loadCatalogue, loadFirstWords } from '../i18n/language.tsx';
import { startLive } from '../live/connection.ts';
import { takeText } from '../session/page-facts.ts';
import { renderedIn, whenTakenOver } from '../session/rendered.ts';
import { followOtherPages, isStaff, loadSession } from '../session/session.ts';
import { takeDeeds } from './early-deeds.ts';
import { firstAnswers } from './first-answers.ts';
import { takeFirstState } from './first-state.ts';
import { Portal } from './portal.tsx';
import { loadShell } from './root.tsx';
import { createPortalRouter } from './router.tsx';

/**
 * Everything at once: who this is, the words, the page's own file; then the shell and what the page shows first. The
 * server has written who this is into the page, and mostly the first screen as well, with what it was made of: then it
 * is taken over as it stands. Else it is drawn once, when all of it is there: drawn in parts it took longer than all of
 * them.
 */
export async function boot(root: HTMLElement): Promise<void> {
  configureIssues();
  followOtherPages();
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
    // In another language than this browser's, which keeps no cookies, or not for as long.
    root.replaceChildren();
    // At once: whoever is typing goes on in the new field.
    flushSync(() => createRoot(root).render(portal));
    doAgain();
  } else {
    hydrateRoot(root, portal);
    await whenTakenOver();
    doAgain();
  }
  startLive();
}
