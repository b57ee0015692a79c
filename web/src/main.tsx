/** The entry: the parts of the portal, put together by hand. */
import './design/base.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { router } from './app/router.tsx';
import { configureIssues } from './i18n/form-issues.ts';
import { Language, loadCatalogue } from './i18n/language.tsx';
import { Toasts } from './kit/toasts.tsx';
import { startLive } from './live/connection.ts';
import { loadSession } from './session/session.ts';

configureIssues();
const [first] = await Promise.all([loadCatalogue(), loadSession()]);
startLive();

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
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
