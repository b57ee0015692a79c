/** The portal from its root on: the same on the server and in the browser. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { type AnyRouter, RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { queryClient } from '../api/query-client.ts';
import { Language, type Words } from '../i18n/language.tsx';
import { Toasts } from '../kit/toasts.tsx';

export function Portal({ router, words }: { readonly router: AnyRouter; readonly words: Words }) {
  return (
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <Language first={words}>
            <RouterProvider router={router} />
            <Toasts />
          </Language>
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>
  );
}
