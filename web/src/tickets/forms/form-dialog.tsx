/** The window of a command: fields, the refusal if there was one, the conflict if there is one, and the two buttons. */
import type { ReactNode, SubmitEvent } from 'react';
import { useId } from 'react';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { ConflictView } from '../conflict-view.tsx';
import type { Conflict } from '../use-ticket-command.ts';
import styles from './form-dialog.module.css';

export function FormDialog({
  title,
  description,
  submitLabel,
  danger = false,
  busy,
  refusal,
  conflict,
  onSubmit,
  onClose,
  onForce,
  children,
}: {
  readonly title: string;
  readonly description?: ReactNode;
  readonly submitLabel: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly refusal: string | undefined;
  readonly conflict: Conflict | undefined;
  readonly onSubmit: (event: SubmitEvent) => void;
  readonly onClose: () => void;
  /** Give the same command to the ticket as it is now. */
  readonly onForce: (conflict: Conflict) => void;
  readonly children: ReactNode;
}) {
  const text = useText();
  const id = useId();
  if (conflict)
    return (
      <Dialog
        open
        size="wide"
        onClose={onClose}
        busy={busy}
        title={text('conflict.title')}
        description={text('conflict.words', { number: conflict.ticket.number })}
        footer={
          <>
            <Button onClick={onClose} disabled={busy}>
              {text('conflict.keepTheirs')}
            </Button>
            <Button variant="primary" busy={busy} onClick={() => onForce(conflict)}>
              {text('conflict.applyMine')}
            </Button>
          </>
        }
      >
        <ConflictView conflict={conflict} />
        <Refusal words={refusal} />
      </Dialog>
    );
  return (
    <Dialog
      open
      onClose={onClose}
      busy={busy}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {text('action.cancel')}
          </Button>
          <Button variant={danger ? 'danger' : 'primary'} type="submit" form={id} busy={busy}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={onSubmit} noValidate>
        {children}
        <Refusal words={refusal} />
      </form>
    </Dialog>
  );
}

function Refusal({ words }: { readonly words: string | undefined }) {
  if (words === undefined) return null;
  return (
    <p className={styles.refusal} role="alert">
      {words}
    </p>
  );
}
