/** How far a registration is, for whoever has its number and its phone. Live, by a token for this one alone. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { registrationNumberSchema } from '../../../../src/contracts/registrations.ts';
import { askTrackingCode, openTracking, trackedRegistration } from '../../api/applicants.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { codeFor, forgetCode } from '../../registrations/code-for.ts';
import styles from '../../registrations/code-step.module.css';
import { CodeStep } from '../../registrations/code-step.tsx';
import { keepToken, readToken } from '../../registrations/tracking-token.ts';
import { Own, useOwnState } from '../../session/rendered.ts';
import { OpenTitle } from '../../shells/open-shell.tsx';
import { Progress } from './progress.tsx';

export function Page() {
  const text = useText();
  return (
    <>
      <OpenTitle title={text('track.title')} />
      <Own>
        <Track />
      </Own>
    </>
  );
}

function Track() {
  const [token, setToken] = useOwnState(readToken);
  const change = (next: string | undefined) => {
    keepToken(next);
    setToken(next);
  };
  if (token === undefined) return <Find onFound={change} />;
  return <Tracked token={token} onFound={change} onLeave={() => change(undefined)} />;
}

function Tracked({
  token,
  onFound,
  onLeave,
}: {
  readonly token: string;
  readonly onFound: (token: string) => void;
  readonly onLeave: () => void;
}) {
  const one = useQuery(trackedRegistration(token));
  const ended = one.error instanceof ProblemError && one.error.status === 401;
  if (ended) return <Find onFound={onFound} />;
  if (one.isError && !one.data) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  if (!one.data) return <SkeletonLines lines={6} />;
  return <Progress registration={one.data} token={token} onLeave={onLeave} />;
}

function Find({ onFound }: { readonly onFound: (token: string) => void }) {
  const text = useText();
  const words = useProblemWords();
  const [number, setNumber] = useState('');
  const [wrong, setWrong] = useState(false);
  const [againAt, setAgainAt] = useState<number>();
  const [refusal, setRefusal] = useState<string>();
  const onError = (error: unknown) => {
    const { title, remedy, traceId } = words(error);
    setRefusal(`${title}. ${remedy}${traceId ? ` (${traceId})` : ''}`);
  };
  const onMutate = () => setRefusal(undefined);
  const receiver = `track ${number}`;
  const code = useMutation({
    mutationFn: () => codeFor(receiver, () => askTrackingCode(number)),
    onMutate,
    onSuccess: setAgainAt,
    onError,
  });
  const opening = useMutation({
    mutationFn: (digits: string) => openTracking(number, digits),
    onMutate,
    onSuccess({ token }) {
      forgetCode(receiver);
      onFound(token);
    },
    onError,
  });
  if (againAt !== undefined)
    return (
      <CodeStep
        words={text('track.code.words')}
        submitLabel={text('track.open')}
        busy={opening.isPending || code.isPending}
        refusal={refusal}
        againAt={againAt}
        onSubmit={(digits) => opening.mutate(digits)}
        onAgain={() => code.mutate()}
      >
        <Button variant="quiet" onClick={() => setAgainAt(undefined)}>
          {text('track.leave')}
        </Button>
      </CodeStep>
    );
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const isNumber = registrationNumberSchema.safeParse(number).success;
        setWrong(!isNumber);
        if (isNumber && !code.isPending) code.mutate();
      }}
    >
      <p className={styles.words}>{text('track.words')}</p>
      <TextField
        label={text('field.number')}
        hint={text('track.number.hint')}
        autoCapitalize="characters"
        spellCheck={false}
        value={number}
        onChange={(event) => setNumber(event.target.value.trim().toUpperCase())}
        error={wrong ? text('form.registrationNumber') : undefined}
      />
      {refusal && (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
      <Button variant="primary" type="submit" busy={code.isPending} wide>
        {text('track.sendCode')}
      </Button>
    </form>
  );
}
