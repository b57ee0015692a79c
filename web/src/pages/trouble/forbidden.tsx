import { useNavigate } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';

/** A page that is for others. */
export function Forbidden() {
  const text = useText();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={<Lock size={22} />}
      title={text('forbidden.title')}
      action={<Button onClick={() => void navigate({ to: '/' })}>{text('action.toStart')}</Button>}
    >
      {text('forbidden.words')}
    </EmptyState>
  );
}
