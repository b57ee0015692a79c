/** The end of what was read of a list: more of it, or why that did not come, and once more. */
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { ErrorState } from '../kit/error-state.tsx';
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
  const [failed, setFailed] = useState<{ readonly error: Error; readonly of: unknown }>();
  // What is read anew of the list meanwhile says nothing of what comes after it; another list has other parameters.
  const missed = failed?.of === data?.pageParams ? failed : undefined;
  if (!hasNextPage) return null;
  const more = async () => {
    setFailed(undefined);
    const { isFetchNextPageError, error, data: held } = await fetchNextPage();
    if (isFetchNextPageError && error) setFailed({ error, of: held?.pageParams });
  };
  return (
    <div className={styles.more} data-wide={wide || undefined}>
      {missed && <ErrorState error={missed.error} small />}
      <Button wide={wide} busy={isFetchingNextPage} onClick={() => void more()}>
        {text(missed ? 'action.retry' : 'action.loadMore')}
      </Button>
    </div>
  );
}
