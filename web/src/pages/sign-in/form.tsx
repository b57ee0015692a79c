/** Name and password; also inside the dialog over a page whose session has ended. */
import { type SubmitEvent, useState } from 'react';
import { ProblemError } from '../../api/problem-error.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { signIn } from '../../session/session.ts';
import styles from './sign-in.module.css';

export function SignInForm({ username }: { readonly username?: string }) {
  const text = useText();
  const words = useProblemWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [missing, setMissing] = useState<{ username?: boolean; password?: boolean }>({});

  async function submit(event: SubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, password] = [String(form.get('username') ?? '').trim(), String(form.get('password') ?? '')];
    setMissing({ username: name === '', password: password === '' });
    if (name === '' || password === '' || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await signIn(name, password);
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  }

  const refusal = error === undefined ? undefined : words(error);
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={text('signIn.username')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={username}
        autoFocus={username === undefined}
        error={missing.username ? text('form.required') : undefined}
      />
      <TextField
        label={text('signIn.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        autoFocus={username !== undefined}
        error={missing.password ? text('form.required') : undefined}
      />
      {refusal && (
        <p className={styles.refusal} role="alert">
          <strong>{refusal.title}.</strong> {refusal.remedy}
          {error instanceof ProblemError && error.status >= 500 && refusal.traceId && (
            <span className="mono"> {refusal.traceId}</span>
          )}
        </p>
      )}
      <Button variant="primary" type="submit" busy={busy} wide>
        {text('signIn.submit')}
      </Button>
    </form>
  );
}
