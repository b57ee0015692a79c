/** A choice is shown at once, and taken back when it is refused. */
import { useMutation } from '@tanstack/react-query';
import type { NoticePreferencesView } from '../../../../src/contracts/notice-preferences.ts';
import {
  changeNoticePreferences,
  type NoticePreferencesChange,
  noticePreferencesKey,
} from '../../api/notice-preferences.ts';
import { queryClient } from '../../api/query-client.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { showToast } from '../../kit/show-toast.ts';

export function useChoose(): (change: NoticePreferencesChange) => void {
  const words = useProblemWords();
  const { mutate } = useMutation({
    mutationKey: noticePreferencesKey,
    mutationFn: changeNoticePreferences,
    // One after the other: the last word is the last one spoken.
    scope: { id: 'notice-preferences' },
    async onMutate(change) {
      await queryClient.cancelQueries({ queryKey: noticePreferencesKey });
      const before = queryClient.getQueryData<NoticePreferencesView>(noticePreferencesKey);
      if (before) queryClient.setQueryData(noticePreferencesKey, guess(before, change));
      return { before };
    },
    onError(error, _change, context) {
      if (context?.before) queryClient.setQueryData(noticePreferencesKey, context.before);
      const { title, remedy } = words(error);
      showToast({ kind: 'error', title, description: remedy });
    },
    onSettled() {
      // What is read while another choice is on its way would take that one back for a moment.
      if (queryClient.isMutating({ mutationKey: noticePreferencesKey }) === 1)
        void queryClient.invalidateQueries({ queryKey: noticePreferencesKey });
    },
  });
  return mutate;
}

/** What the API will say; a default it knows alone comes with its answer. */
function guess(before: NoticePreferencesView, change: NoticePreferencesChange): NoticePreferencesView {
  return {
    ...before,
    quietHours: change.quietHours === undefined ? before.quietHours : change.quietHours,
    types: before.types.map((one) => {
      const choice = change.notices?.[one.type];
      return choice ? { ...one, ...choice, chosen: true } : one;
    }),
  };
}
