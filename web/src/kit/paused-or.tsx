import type { ReactNode } from 'react';
import { useText } from '../i18n/text.ts';
import { StatusDot } from './status-dot.tsx';

/** What rests says so; anything else shows what it does. */
export function PausedOr({ paused, children }: { readonly paused: boolean; readonly children: ReactNode }) {
  const text = useText();
  if (!paused) return children;
  return (
    <StatusDot tone="warning" hollow>
      {text('schedules.paused')}
    </StatusDot>
  );
}
