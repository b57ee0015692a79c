/** What became of a message. */
import { deliveryStatuses } from '../../../src/contracts/notifications.ts';
import { useText } from '../i18n/text.ts';
import { StatusDot, type Tone } from '../kit/status-dot.tsx';

type Status = (typeof deliveryStatuses)[number];

const tones: Readonly<Record<Status, Tone>> = {
  queued: 'neutral',
  sending: 'information',
  sent: 'information',
  delivered: 'good',
  shown: 'good',
  read: 'good',
  failed: 'danger',
  unknown: 'warning',
  suppressed: 'neutral',
  discarded: 'neutral',
};

export function DeliveryStatusLabel({ status }: { readonly status: string }) {
  const text = useText();
  const known = deliveryStatuses.find((one) => one === status);
  if (!known) return status;
  return (
    <StatusDot tone={tones[known]} hollow={known === 'queued' || known === 'suppressed'}>
      {text(`deliveries.status.${known}`)}
    </StatusDot>
  );
}
