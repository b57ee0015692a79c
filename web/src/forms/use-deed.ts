/** One press that changes something: said when it is done, explained when it is refused. */
import { useMutation } from '@tanstack/react-query';
import { queryClient } from '../api/query-client.ts';
import { useProblemWords } from '../i18n/problem-words.ts';
import { showToast } from '../kit/show-toast.ts';

export function useDeed<V>({
  act,
  done,
  action,
  stale,
  onDone,
  onRefused,
}: {
  readonly act: (what: V) => Promise<unknown>;
  /** The words when it is done. */
  readonly done: (what: V) => string;
  /** Beside them: to take it back. */
  readonly action?: (what: V) => { readonly label: string; readonly onClick: () => void };
  /** What has to be read anew, also after a refusal. */
  readonly stale: readonly (readonly string[])[];
  readonly onDone?: (what: V) => void;
  /** Where a window can say it; else a toast does. */
  readonly onRefused?: (words: string) => void;
}) {
  const words = useProblemWords();
  return useMutation({
    mutationFn: act,
    onSuccess: (_answer, what) => {
      showToast({ kind: 'done', title: done(what), ...(action ? { action: action(what) } : {}) });
      onDone?.(what);
    },
    onError: (error) => {
      const { title, remedy, traceId } = words(error);
      const more = `${remedy}${traceId ? ` (${traceId})` : ''}`;
      if (onRefused) onRefused(`${title}. ${more}`);
      else showToast({ kind: 'error', title, description: more });
    },
    onSettled: () => {
      for (const queryKey of stale) void queryClient.invalidateQueries({ queryKey });
    },
  });
}
