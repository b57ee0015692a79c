/** Signing out by the press of a button: that it failed is said, for one is still signed in. */
import { useProblemWords } from '../i18n/problem-words.ts';
import { showToast } from '../kit/show-toast.ts';
import { signOut } from './session.ts';

export function useSignOut(): () => void {
  const words = useProblemWords();
  return () =>
    void signOut().catch((error: unknown) => {
      const { title, remedy } = words(error);
      showToast({ kind: 'error', title, description: remedy });
    });
}
