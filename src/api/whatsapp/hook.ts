/**
 * What WhatsApp's webhook says, whoever sends it: the half of an adapter that listens. Both adapters give the same
 * news, so the ledger and the handling of answers know no difference.
 */
import type { ReportedStatus } from '../../contracts/events/provider-report.ts';
import type { AnyCall } from '../route.ts';

/** What became of a message. `id` is the same in every repetition. */
export interface WhatsappReport {
  readonly news: 'report';
  readonly id: string;
  readonly messageId: string;
  readonly status: ReportedStatus;
  /** Our own id of it, where the provider gives it back. */
  readonly deliveryId?: string;
  /** Why it failed, in the provider's words. */
  readonly reason?: string;
}

/** What somebody wrote to us. `id` is the same in every repetition. */
export interface WhatsappReply {
  readonly news: 'reply';
  readonly id: string;
  /** E.164. */
  readonly fromPhone: string;
  readonly text: string;
  /** The provider's id of the message that it answers. */
  readonly replyTo: string | null;
}

export interface WhatsappHook {
  /** @throws ApiProblem when it is not believed, or is nothing that could be read */
  read(
    call: Pick<AnyCall, 'header' | 'rawBody'>,
    now: Date,
  ): Promise<readonly (WhatsappReport | WhatsappReply)[]>;
  /** The answer to the question whether the address is ours; undefined to who does not know our word. */
  confirm?(verifyToken: string, challenge: string): string | undefined;
}

/** What came, as JSON. What is none was refused when it was read, and nothing at all reads as an empty object. */
export function jsonOf(call: Pick<AnyCall, 'rawBody'>): unknown {
  const raw = call.rawBody();
  return raw.length === 0 ? {} : JSON.parse(raw.toString('utf8'));
}
