/** Asks why, then does it to each and says what became of them: some may be gone, or resolved by somebody else. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type DeadLetter, operationKeys, resolveDeadLetters } from '../../api/operations.ts';
import { queryClient } from '../../api/query-client.ts';
import { ReasonDialog } from '../../forms/reason-dialog.tsx';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { showToast } from '../../kit/show-toast.ts';

export interface Resolving {
  readonly how: 'replay' | 'discard';
  readonly letters: readonly DeadLetter[];
}

export function Resolve({ how, letters, onClose }: Resolving & { readonly onClose: () => void }) {
  const text = useText();
  const words = useProblemWords();
  const [refusal, setRefusal] = useState<string>();
  const { mutate, isPending } = useMutation({
    mutationFn: (reason: string) =>
      resolveDeadLetters(
        letters.map(({ id }) => id),
        how,
        reason,
      ),
    onSuccess: ({ data }) => {
      const done = data.filter(({ outcome }) => outcome === 'replayed' || outcome === 'discarded');
      const rest = data.filter((one) => !done.includes(one));
      if (done.length > 0)
        showToast({ kind: 'done', title: text(`deadLetters.done.${how}`, { count: done.length }) });
      for (const outcome of new Set(rest.map((one) => one.outcome))) {
        const same = rest.filter((one) => one.outcome === outcome);
        const description = same.find(({ detail }) => detail !== null)?.detail;
        showToast({
          kind: 'error',
          title: text(`deadLetters.outcome.${outcome as 'failed'}`, { count: same.length }),
          ...(description ? { description } : {}),
        });
      }
      onClose();
    },
    onError: (error) => {
      const { title, remedy } = words(error);
      setRefusal(`${title}. ${remedy}`);
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: operationKeys.deadLetters }),
  });
  return (
    <ReasonDialog
      title={text(`deadLetters.${how}`)}
      description={text(`deadLetters.${how}.words`, {
        count: letters.length,
        event: letters[0]?.eventType ?? '',
      })}
      submitLabel={text(`deadLetters.${how}`)}
      busy={isPending}
      refusal={refusal}
      onSubmit={(reason) => {
        setRefusal(undefined);
        mutate(reason);
      }}
      onClose={onClose}
    />
  );
}
