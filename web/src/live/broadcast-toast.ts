/** A broadcast is said at once, to whoever has a page open. */
import type { Envelope } from '../../../src/contracts/generic/envelope.ts';
import { showToast } from '../kit/show-toast.ts';

export function sayBroadcast(event: Envelope): void {
  const { title, message, severity } = event.data;
  showToast({
    kind: severity === 'critical' ? 'error' : 'info',
    title: String(title),
    description: String(message),
  });
}
