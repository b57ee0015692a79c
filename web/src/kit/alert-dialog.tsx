/** Asks before something that cannot be taken back. It must be answered. */

import { useOpenAfterPaint } from './after-paint.ts';
import type { AlertDialogProps } from './alert-dialog-panel.tsx';
import { partOf, useOnceOpen } from './on-demand.tsx';

const panel = partOf(async () => (await import('./alert-dialog-panel.tsx')).AlertDialogPanel);

export function AlertDialog(props: AlertDialogProps) {
  const Panel = useOnceOpen(panel, props.open, props.onCancel);
  const open = useOpenAfterPaint(props.open);
  return Panel && <Panel {...props} open={open} />;
}
