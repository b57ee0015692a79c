/** The window of `alert-dialog.tsx`, which says when it is mounted. */
import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

export interface AlertDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly description: ReactNode;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function AlertDialogPanel({
  open,
  title,
  description,
  confirm,
  danger = false,
  busy = false,
  onConfirm,
  onCancel,
}: AlertDialogProps) {
  const text = useText();
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onCancel()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
          </header>
          <div className={styles.body}>
            <Base.Description className={styles.description}>{description}</Base.Description>
          </div>
          <footer className={styles.footer}>
            <Button onClick={onCancel}>{text('action.cancel')}</Button>
            <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
              {confirm}
            </Button>
          </footer>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
