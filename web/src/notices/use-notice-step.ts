/** Marking notices: shown at once; what was refused is read anew. */
import { useMutation } from '@tanstack/react-query';
import { type NoticeStep, noticeKeys, stepNotice } from '../api/notifications.ts';
import { queryClient } from '../api/query-client.ts';
import { useProblemWords } from '../i18n/problem-words.ts';
import { showToast } from '../kit/show-toast.ts';
import { guessStep } from '../live/notice-cache.ts';

interface Step {
  readonly id: string;
  readonly step: NoticeStep;
  /** Not asked for by the reader: a failure is nobody's news. */
  readonly silent?: boolean;
}

export function useNoticeStep(): (step: Step) => void {
  const words = useProblemWords();
  const { mutate } = useMutation({
    mutationFn: ({ id, step }: Step) => stepNotice(id, step),
    onMutate: ({ id, step }) => guessStep(queryClient, id, step),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: noticeKeys.count }),
    onError(error, { silent }) {
      if (silent) return;
      void queryClient.invalidateQueries({ queryKey: noticeKeys.all });
      const { title, remedy } = words(error);
      showToast({ kind: 'error', title, description: remedy });
    },
  });
  return mutate;
}
