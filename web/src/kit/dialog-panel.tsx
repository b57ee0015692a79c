/** The window of `dialog.tsx`, which says when it is mounted. */
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.ts';
import styles from './dialog.module.css';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
  readonly size?: 'normal' | 'wide' | 'large';
  readonly side?: boolean;
  readonly busy?: boolean;
  /** False where the only way on is through it. */
  readonly closable?: boolean;
  /** What it shows is shown this once: only its buttons close it. */
  readonly once?: boolean;
}

export function DialogPanel({
  open,
  onClose,
  title,
  description,
  children,
  footer,
  size = 'normal',
  side = false,
  busy = false,
  closable = true,
  once = false,
}: DialogProps) {
  const text = useText();
  return (
    <Base.Root
      open={open}
      // What asks for an answer may hold words that a tap beside it would lose.
      disablePointerDismissal={footer !== undefined}
      onOpenChange={(next, { reason }) => {
        if (!next && !busy && closable && !(once && reason === 'escape-key')) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup} data-size={size} data-side={side || undefined}>
          <header className={styles.header}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            {closable && (
              <IconButton label={text('action.close')} onClick={onClose} disabled={busy}>
                <X size={18} />
              </IconButton>
            )}
          </header>
          <div className={styles.body}>
            {description && <Base.Description className={styles.description}>{description}</Base.Description>}
            {children}
          </div>
          {footer && <footer className={styles.footer}>{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
