/** The registration is in: its number, and the way to what becomes of it. */
import { useNavigate } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import type { TrackingToken } from '../../api/applicants.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { LinkButton } from '../../kit/link-button.tsx';
import { forgetSent } from '../../registrations/sent-registration.ts';
import { keepToken } from '../../registrations/tracking-token.ts';

export function Done({ made }: { readonly made: TrackingToken }) {
  const text = useText();
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={<CircleCheck size={22} />}
      title={text('register.done')}
      action={
        <>
          <Button
            variant="primary"
            onClick={() => {
              keepToken(made.token);
              forgetSent();
              void navigate({ to: '/track' } as never);
            }}
          >
            {text('register.done.track')}
          </Button>
          <LinkButton to="/" variant="secondary" onClick={forgetSent}>
            {text('action.toStart')}
          </LinkButton>
        </>
      }
    >
      {text('register.done.words', { number: made.number })}
    </EmptyState>
  );
}
