/** The entry: the parts of the portal, put together by hand. */
import './design/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { sayFailedStart } from './app/failed-start.ts';
import { firstAnswers } from './app/first-answers.ts';
import { loadShell } from './app/root.tsx';
import { router } from './app/router.tsx';
import { configureIssues } from './i18n/form-issues.ts';
import { Language, loadCatalogue, loadFirstWords } from './i18n/language.tsx';
import { Toasts } from './kit/toasts.tsx';
import { startLive } from './live/connection.ts';
import { followOtherPages, isStaff, loadSession } from './session/session.ts';

/**
 * Everything at once: who this is, the words, the page's own file; then the shell and what the page shows first. The
 * first screen is drawn once, when all of it is there: drawn in parts it took longer than all of them. The server has
 * written who this is into the page, and the browser fetches the parts beside the entry (`src/api/portal-page.ts`).
 *
 * A function, because nothing that imports this file could be evaluated before it if the module itself waited.
 */
async function start(root: HTMLElement): Promise<void> {
  const page = router.load();
  // First who it is: where the page says it, the words are those of their language at once.
  const known = loadSession();
  await Promise.all([known, loadCatalogue()]);
  const [first] = await Promise.all([loadFirstWords(isStaff()), loadShell(), page]);
  await firstAnswers();
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <Language first={first}>
            <RouterProvider router={router} />
            <Toasts />
          </Language>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
  startLive();
}

configureIssues();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
followOtherPages();
start(root).catch((error: unknown) => {
  console.error(error);
  sayFailedStart(root);
});
