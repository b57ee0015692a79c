import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from '../session/store.ts';
import { waitingToasts } from './show-toast.ts';

const ToastStack = lazy(async () => ({ default: (await import('./toast-stack.tsx')).ToastStack }));

/** Once, beside the pages. */
export function Toasts() {
  const waiting = useStore(waitingToasts).length > 0;
  const [used, setUsed] = useState(waiting);
  useEffect(() => {
    if (waiting) setUsed(true);
  }, [waiting]);
  return used ? (
    <Suspense>
      <ToastStack />
    </Suspense>
  ) : null;
}
