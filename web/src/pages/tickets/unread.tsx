/** The saved views say what the list shows, and could not be read: no other list is shown in their place. */
import { CircleAlert } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';

export function Unread({
  error,
  onRetry,
  onAll,
}: {
  readonly error: Error;
  readonly onRetry: () => void;
  readonly onAll: () => void;
}) {
  const text = useText();
  return (
    <>
      <EmptyState
        icon={<CircleAlert size={22} />}
        title={text('view.unread')}
        action={
          <>
            <Button onClick={onRetry}>{text('action.retry')}</Button>
            <Button onClick={onAll}>{text('view.missing.action')}</Button>
          </>
        }
      />
      <ErrorState error={error} small />
    </>
  );
}
