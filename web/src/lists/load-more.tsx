/** The end of what was read of a list: more of it, or why that did not come, and once more. */
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useProblemWords } from '../i18n/problem-words.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { ProblemTrace } from '../kit/problem-trace.tsx';
import styles from './load-more.module.css';

export function LoadMore<Page>({
  query,
  wide = false,
}: {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page>>;
  /** Where a thumb presses it. */
  readonly wide?: boolean;
}) {
  const text = useText();
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const [failed, setFailed] = useState<{ readonly error: Error | null; readonly of: unknown }>();
  // What is read anew of the list meanwhile says nothing of what comes after it; another list has other parameters.
  const missed = failed?.of === data?.pageParams ? failed : undefined;
  if (!hasNextPage) return null;
  const more = async () => {
    setFailed(undefined);
    const { isFetchNextPageError, error, data: held } = await fetchNextPage();
    if (isFetchNextPageError) setFailed({ error, of: held?.pageParams });
  };
  return (
    <div className={styles.more} data-wide={wide || undefined}>
      {missed && <Missed error={missed.error} />}
      <Button wide={wide} busy={isFetchingNextPage} onClick={() => void more()}>
        {text(missed ? 'action.retry' : 'action.loadMore')}
      </Button>
    </div>
  );
}

function Missed({ error }: { readonly error: Error | null }) {
  const { title, remedy, traceId } = useProblemWords()(error);
  return (
    <div role="alert" className={styles.missed}>
      <p>
        {title}. {remedy}
      </p>
      {traceId && <ProblemTrace id={traceId} />}
    </div>
  );
}
