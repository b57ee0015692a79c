/** Another code, from when on one may be asked for. */
import { useEffect, useState } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';

export function AgainButton({
  againAt,
  busy,
  onAgain,
}: {
  /** Ms since 1970. */
  readonly againAt: number;
  readonly busy: boolean;
  readonly onAgain: () => void;
}) {
  const text = useText();
  const seconds = useSecondsUntil(againAt);
  return (
    <Button variant="quiet" disabled={seconds > 0 || busy} onClick={onAgain}>
      {seconds > 0 ? text('register.againIn', { seconds }) : text('register.again')}
    </Button>
  );
}

const TICK_MS = 1_000;

function useSecondsUntil(at: number): number {
  const [now, setNow] = useState(() => Date.now());
  const left = Math.max(0, Math.ceil((at - now) / 1_000));
  useEffect(() => {
    if (at <= Date.now()) return undefined;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [at]);
  return left;
}
