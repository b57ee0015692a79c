/** The server is away: tries again by itself, and says when. */
import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { loadSession } from '../../session/session.ts';

const EVERY_SECONDS = 5;

export function Away() {
  const text = useText();
  const [seconds, setSeconds] = useState(EVERY_SECONDS);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (seconds > 1) setSeconds(seconds - 1);
      else void loadSession();
    }, 1_000);
    return () => clearTimeout(timer);
  }, [seconds]);
  return (
    <main>
      <EmptyState
        icon={<CloudOff size={22} />}
        title={text('error.away')}
        action={<Button onClick={() => void loadSession()}>{text('action.retryNow')}</Button>}
      >
        {text('error.away.again', { seconds })}
      </EmptyState>
    </main>
  );
}
