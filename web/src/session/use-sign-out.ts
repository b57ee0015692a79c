/** Signing out by the press of a button: that it failed is said, for one is still signed in. */
import { useCallback } from 'react';
import { useProblemWords } from '../i18n/problem-words.ts';
import { showToast } from '../kit/show-toast.ts';
import { signOut } from './session.ts';

export function useSignOut(): () => void {
  const words = useProblemWords();
  return useCallback(
    () =>
      void signOut().catch((error: unknown) => {
        const { title, remedy } = words(error);
        showToast({ kind: 'error', title, description: remedy });
      }),
    [words],
  );
}
