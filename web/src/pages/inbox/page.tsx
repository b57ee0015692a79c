/** The inbox: what was told to this person, newest first. What was on the screen counts as seen. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BellRing, CheckCheck } from 'lucide-react';
import { useRef } from 'react';
import * as z from 'zod/mini';
import { notificationStates } from '../../../../src/contracts/notifications.ts';
import { newKey } from '../../api/client.ts';
import { noticeCount, noticeKeys, readAllNotices } from '../../api/notifications.ts';
import { queryClient } from '../../api/query-client.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { Tabs } from '../../kit/tabs.tsx';
import { NoticeList } from './notice-list.tsx';
import styles from './page.module.css';

const search = z.object({ state: z.optional(z.enum(notificationStates)) });
const order = ['all', 'unseen', 'unread', 'archived'] as const;

export function Page() {
  const text = useText();
  const { state = 'all' } = useSearchOf(search);
  const setSearch = useSetSearch();
  const { data: count } = useQuery(noticeCount);
  const readAll = useReadAll();
  const many = { all: undefined, unseen: count?.unseen, unread: count?.unread, archived: undefined };
  return (
    <>
      <PageHeader title={text('inbox.title')}>
        <Link
          to={'/account/notices' as string}
          className={styles.settings}
          aria-label={text('noticePreferences.open')}
          title={text('noticePreferences.open')}
        >
          <BellRing size={18} aria-hidden="true" />
        </Link>
        <Button
          variant="quiet"
          icon={<CheckCheck size={16} aria-hidden="true" />}
          busy={readAll.isPending}
          disabled={count?.unread === 0}
          onClick={() => readAll.mutate()}
        >
          {text('inbox.readAll')}
        </Button>
      </PageHeader>
      <div className={styles.page}>
        <Tabs
          value={state}
          onChange={(next) => setSearch({ state: next === 'all' ? undefined : next })}
          tabs={order.map((value) => ({
            value,
            label: (
              <>
                {text(`inbox.state.${value}`)}
                {Boolean(many[value]) && <span className={styles.count}>{many[value]}</span>}
              </>
            ),
            content: <NoticeList state={value} />,
          }))}
        />
      </div>
    </>
  );
}

function useReadAll() {
  const text = useText();
  const words = useProblemWords();
  const key = useRef<string | undefined>(undefined);
  return useMutation({
    mutationFn: () => {
      key.current ??= newKey();
      return readAllNotices(key.current);
    },
    onSuccess({ changed }) {
      showToast({ kind: 'done', title: text('inbox.readAll.done', { count: changed }) });
      key.current = undefined;
    },
    onError(error) {
      const { title, remedy } = words(error);
      showToast({ kind: 'error', title, description: remedy });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: noticeKeys.all }),
  });
}
