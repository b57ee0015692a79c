/** What the person is told of, where, and when. */
import { useQuery } from '@tanstack/react-query';
import { noticePreferences } from '../../api/notice-preferences.ts';
import { useText } from '../../i18n/text.ts';
import { BackLink } from '../../kit/detail.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { Section } from '../../kit/section.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { timeZone } from '../../session/page-facts.ts';
import { Browsers } from './browsers.tsx';
import styles from './page.module.css';
import { QuietHours } from './quiet-hours.tsx';
import { Types } from './types.tsx';

export function Page() {
  const text = useText();
  const { data, error, isPending, refetch } = useQuery(noticePreferences);
  return (
    <>
      <PageHeader title={text('noticePreferences.title')} before={<BackLink to="/account" />} />
      <div className={styles.page}>
        {isPending ? (
          <SkeletonLines lines={10} />
        ) : !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <>
            <Section
              title={text('noticePreferences.quiet')}
              words={text('noticePreferences.quiet.words', { zone: timeZone() })}
            >
              <QuietHours hours={data.quietHours} />
            </Section>
            <Section title={text('push.title')} words={text('push.words')}>
              <Browsers />
            </Section>
            <Section title={text('noticePreferences.types')} words={text('noticePreferences.types.words')}>
              <Types types={data.types} />
            </Section>
          </>
        )}
      </div>
    </>
  );
}
