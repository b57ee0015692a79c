/** Short words about what happened, at the corner of the page. Errors stay until they are closed. */
import { Toast as Base } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useText } from '../i18n/text.ts';
import { IconButton } from './icon-button.tsx';
import styles from './toast.module.css';

type Kind = 'done' | 'info' | 'error';

interface ToastWords {
  readonly title: string;
  readonly description?: string | undefined;
  readonly kind?: Kind;
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

const manager = Base.createToastManager();
const icons = { done: CircleCheck, info: Info, error: CircleAlert } as const;

export function showToast({ title, description, kind = 'info', action }: ToastWords): void {
  manager.add({
    title,
    description,
    type: kind,
    timeout: kind === 'error' ? 0 : 5_000,
    priority: kind === 'error' ? 'high' : 'low',
    ...(action ? { actionProps: { children: action.label, onClick: action.onClick } } : {}),
  });
}

/** Once, beside the pages. */
export function Toasts() {
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
    const Icon = icons[toast.type as Kind] ?? Info;
    return (
      <Base.Root key={toast.id} toast={toast} className={styles.toast} data-kind={toast.type}>
        <Icon size={18} aria-hidden="true" className={styles.icon} />
        <Base.Content className={styles.content}>
          <Base.Title className={styles.title} />
          <Base.Description className={styles.description} />
          <Base.Action className={styles.action} />
        </Base.Content>
        <Base.Close
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
