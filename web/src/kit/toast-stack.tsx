/** Toasts at the corner of the page. Errors stay until they are closed. */
import { Toast as Base } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import { useText } from '../i18n/text.ts';
import { useStore } from '../session/store.ts';
import { IconButton } from './icon-button.tsx';
import { type ToastWords, waitingToasts } from './show-toast.ts';
import styles from './toast-stack.module.css';

const manager = Base.createToastManager();
const icons = { done: CircleCheck, info: Info, error: CircleAlert } as const;

function add({ title, description, kind = 'info', action }: ToastWords): void {
  manager.add({
    title,
    description,
    type: kind,
    // What can be taken back stays until one has read it and reached it.
    timeout: kind === 'error' ? 0 : action ? 10_000 : 5_000,
    ...(action ? { actionProps: { children: action.label, onClick: action.onClick } } : {}),
  });
}

export function ToastStack() {
  const waiting = useStore(waitingToasts);
  useEffect(() => {
    if (waiting.length === 0) return;
    waitingToasts.set([]);
    for (const words of waiting) add(words);
  }, [waiting]);
  return (
    <Base.Provider toastManager={manager} limit={4}>
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function ToastList() {
  const text = useText();
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => {
    const Icon = icons[toast.type as keyof typeof icons] ?? Info;
    return (
      <Base.Root key={toast.id} toast={toast} className={styles.toast} data-kind={toast.type}>
        <Icon size={18} aria-hidden="true" className={styles.icon} />
        <Base.Content className={styles.content}>
          <Base.Title className={styles.title} />
          <Base.Description className={styles.description} />
          <Base.Action className={styles.action} />
        </Base.Content>
        {/* It can be reached at any time, so it is never hidden from those who listen. */}
        <Base.Close
          aria-hidden={false}
          render={
            <IconButton label={text('action.close')}>
              <X size={16} />
            </IconButton>
          }
        />
      </Base.Root>
    );
  });
}
