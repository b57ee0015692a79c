import { useNavigate } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';

/** No such page, or nothing at this address that is theirs: the same words, so nothing leaks. */
export function NotFound() {
  const text = useText();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={<Compass size={22} />}
      title={text('notFound.title')}
      action={<Button onClick={() => void navigate({ to: '/' })}>{text('action.toStart')}</Button>}
    >
      {text('notFound.words')}
    </EmptyState>
  );
}
