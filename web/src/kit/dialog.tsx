/**
 * A window over the page: centred on a desk, a sheet from below on a phone. `side` opens it as a drawer at the left.
 * Focus goes in and comes back; Escape closes, unless `busy`, and so does a tap beside it, unless it asks something.
 */

import { useOpenAfterPaint } from './after-paint.ts';
import type { DialogProps } from './dialog-panel.tsx';
import { partOf, useOnceOpen } from './on-demand.tsx';

export const dialogPanel = partOf(async () => (await import('./dialog-panel.tsx')).DialogPanel);

export function Dialog(props: DialogProps) {
  const Panel = useOnceOpen(dialogPanel, props.open, props.closable === false ? undefined : props.onClose);
  const open = useOpenAfterPaint(props.open);
  return Panel && <Panel {...props} open={open} />;
}
