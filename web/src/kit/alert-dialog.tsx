/** Asks before something that cannot be taken back. It must be answered. */
import type { AlertDialogProps } from './alert-dialog-panel.tsx';
import { partOf, useOnceOpen } from './on-demand.tsx';

const panel = partOf(async () => (await import('./alert-dialog-panel.tsx')).AlertDialogPanel);

export function AlertDialog(props: AlertDialogProps) {
  const Panel = useOnceOpen(panel, props.open, props.onCancel);
  return Panel && <Panel {...props} />;
}
