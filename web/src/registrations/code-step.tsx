/** Six digits that were sent to a phone: to be entered, or sent again after a minute. */
import { type ReactNode, useState } from 'react';
import { codeSchema } from '../../../src/contracts/codes.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { TextField } from '../kit/text-field.tsx';
import { AgainButton } from './again-button.tsx';
import styles from './code-step.module.css';

export function CodeStep({
  words,
  submitLabel,
  busy,
  refusal,
  againAt,
  onSubmit,
  onAgain,
  children,
}: {
  readonly words: string;
  readonly submitLabel: string;
  readonly busy: boolean;
  readonly refusal: string | undefined;
  /** From when on another code can be asked for, ms since 1970. */
  readonly againAt: number;
  readonly onSubmit: (code: string) => void;
  readonly onAgain: () => void;
  /** Another way on. */
  readonly children: ReactNode;
}) {
  const text = useText();
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const isCode = codeSchema.safeParse(code).success;
        setWrong(!isCode);
        if (isCode && !busy) onSubmit(code);
      }}
    >
      <p className={styles.words}>{words}</p>
      <TextField
        label={text('register.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        autoFocus
        value={code}
        onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
        error={wrong ? text('form.digits6') : undefined}
      />
      {refusal && (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
      <Button variant="primary" type="submit" busy={busy} wide>
        {submitLabel}
      </Button>
      <div className={styles.more}>
        <AgainButton againAt={againAt} busy={busy} onAgain={onAgain} />
        {children}
      </div>
    </form>
  );
}
