/** Notices of one state, by day. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Archive, BellRing } from 'lucide-react';
import { Fragment } from 'react';
import { type NoticeState, noticeList } from '../../api/notifications.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { LoadMore } from '../../lists/load-more.tsx';
import { locale } from '../../session/preferences.ts';
import { useStore } from '../../session/store.ts';
import { NoticeRow } from './notice-row.tsx';
import styles from './page.module.css';
import { useSeen } from './use-seen.ts';

const DAY_MS = 86_400_000;

export function NoticeList({ state }: { readonly state: NoticeState }) {
  const text = useText();
  const formats = useFormats();
  const list = useInfiniteQuery(noticeList(state, useStore(locale)));
  const watch = useSeen();
  const notices = list.data?.pages.flatMap((page) => page.data) ?? [];
  if (list.isPending) return <Bones />;
  if (list.isError && notices.length === 0)
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (notices.length === 0)
    return (
      <EmptyState
        icon={state === 'archived' ? <Archive size={22} /> : <BellRing size={22} />}
        title={text(`inbox.empty.${state}`)}
      >
        {text(`inbox.empty.words.${state}`)}
      </EmptyState>
    );
  const today = formats.date(new Date().toISOString());
  const yesterday = formats.date(new Date(Date.now() - DAY_MS).toISOString());
  const dayOf = (iso: string) => {
    const day = formats.date(iso);
    return day === today ? text('day.today') : day === yesterday ? text('day.yesterday') : day;
  };
  return (
    <>
      <ul className={styles.list}>
        {notices.map((notice, index) => {
          const day = dayOf(notice.createdAt);
          const before = notices[index - 1];
          return (
            <Fragment key={notice.id}>
              {(!before || dayOf(before.createdAt) !== day) && (
                <li className={styles.day}>
                  <h2>{day}</h2>
                </li>
              )}
              <NoticeRow notice={notice} watch={watch} />
            </Fragment>
          );
        })}
      </ul>
      <LoadMore query={list} />
    </>
  );
}

const bones = [62, 48, 70, 54, 66, 50];

function Bones() {
  return (
    <div className={styles.list} aria-hidden="true">
      {bones.map((width) => (
        <div key={width} className={styles.bone}>
          <Skeleton width={32} height={32} />
          <div>
            <Skeleton width={`${width}%`} />
            <Skeleton width={`${width - 18}%`} height={12} />
          </div>
        </div>
      ))}
    </div>
  );
}
