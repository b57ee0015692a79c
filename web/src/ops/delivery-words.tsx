/** What became of a message. */
import { deliveryStatuses } from '../../../src/contracts/notifications.ts';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { StatusDot, type Tone } from '../kit/status-dot.tsx';

/** Every channel that stands in the ledger. */
export const ledgerChannels = ['in_app', 'email', 'whatsapp', 'whatsapp_group', 'webhook', 'push'] as const;

type Status = (typeof deliveryStatuses)[number];

const tones: Readonly<Record<Status, Tone>> = {
  queued: 'neutral',
  gathered: 'neutral',
  digested: 'information',
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
    <StatusDot
      tone={tones[known]}
      hollow={known === 'queued' || known === 'gathered' || known === 'suppressed'}
    >
      {text(`deliveries.status.${known}`)}
    </StatusDot>
  );
}

export function useChannelName(): (name: string) => string {
  const text = useText();
  return (name) => {
    const known = ledgerChannels.find((one) => one === name);
    return known ? text(`channel.${known}`) : name;
  };
}

const reasons = [
  'switched_off',
  'quiet_hours',
  'hourly',
  'daily',
  'channel_off',
  'contact_missing',
  'group_missing',
  'expired',
  'secret_gone',
  'recipient_unknown',
  'recipient_deleted',
  'recipient_inactive',
  'subscription_gone',
  'key_changed',
] as const;

/** Why a message was not sent, or waits; an error as the provider said it. */
export function DeliveryReason({
  delivery: { lastError, reason, status, heldUntil },
}: {
  readonly delivery: {
    readonly lastError: string | null;
    readonly reason: string | null;
    readonly status: string;
    readonly heldUntil: string | null;
  };
}) {
  const text = useText();
  const formats = useFormats();
  if (lastError) return lastError;
  if (status === 'queued' && reason === 'quiet_hours' && heldUntil)
    return text('deliveries.reason.until', { time: formats.short(heldUntil) });
  // What once held a message is no news when it was sent.
  if (reason === null || !['suppressed', 'gathered', 'queued'].includes(status)) return null;
  const known = reasons.find((one) => one === reason);
  return known ? text(`deliveries.reason.${known}`) : reason;
}

/** Of the words of a template. */
export function useVersionName(): (version: number) => string {
  const text = useText();
  return (version) => (version === 0 ? text('templates.builtIn') : text('templates.version', { version }));
}
