/** The window of a form about one thing; or, when somebody was faster, both versions side by side. */
import { type ReactNode, useId } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import styles from './entity-dialog.module.css';

export interface Difference {
  readonly label: string;
  readonly now: string;
  readonly mine: string;
}

export function EntityDialog({
  title,
  description,
  submitLabel,
  busy,
  refusal,
  differences,
  onSubmit,
  onClose,
  children,
}: {
  readonly title: string;
  readonly description?: ReactNode;
  readonly submitLabel: string;
  readonly busy: boolean;
  readonly refusal: string | undefined;
  /** Given when the version that was looked at is not the present one. */
  readonly differences?: readonly Difference[] | undefined;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const text = useText();
  const id = useId();
  return (
    <Dialog
      open
      onClose={onClose}
      busy={busy}
      size={differences ? 'wide' : 'normal'}
      title={differences ? text('conflict.title') : title}
      description={differences ? text('conflict.words', { number: title }) : description}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {text(differences ? 'conflict.keepTheirs' : 'action.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={id} busy={busy}>
            {differences ? text('conflict.applyMine') : submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
        noValidate
      >
        {differences && <Differences rows={differences} />}
        {children}
        {refusal && (
          <p className={styles.refusal} role="alert">
            {refusal}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function Differences({ rows }: { readonly rows: readonly Difference[] }) {
  const text = useText();
  return (
    <table className={styles.differences}>
      <thead>
        <tr>
          <th scope="col">{text('conflict.field')}</th>
          <th scope="col">{text('conflict.now')}</th>
          <th scope="col">{text('conflict.mine', { command: text('command.edit') })}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, now, mine }) => (
          <tr key={label} data-differs={now !== mine || undefined}>
            <th scope="row">{label}</th>
            <td>{now || '–'}</td>
            <td>{mine || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Two fields in a line, where there is room. */
export function Pair({ children }: { readonly children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>;
}
