/** Short words about what happened. What shows them is loaded with the first one. */
import { createStore } from '../session/store.ts';

export interface ToastWords {
  readonly title: string;
  readonly description?: string | undefined;
  readonly kind?: 'done' | 'info' | 'error';
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

/** Not yet on the screen. */
export const waitingToasts = createStore<readonly ToastWords[]>([]);

export function showToast(words: ToastWords): void {
  waitingToasts.set([...waitingToasts.get(), words]);
}
