/** What can be asked of a webhook. Secrets come from outside: a decision knows no randomness. */

import type * as z from 'zod/mini';
import type { webhookEvents } from '../../contracts/events/webhook.ts';

export type DisableReason = z.infer<(typeof webhookEvents)['webhook.disabled']['data']>['reason'];

export interface WebhookFields {
  readonly url: string;
  readonly description: string;
  readonly types: readonly string[];
}

interface NewSecret {
  readonly secretId: string;
  readonly secret: string;
}

export type WebhookCommand =
  | (WebhookFields & NewSecret & { readonly type: 'create' })
  | { readonly type: 'edit'; readonly fields: Partial<WebhookFields> }
  | { readonly type: 'enable' }
  | { readonly type: 'disable'; readonly reason: DisableReason }
  | { readonly type: 'delete' }
  | (NewSecret & { readonly type: 'rotate'; readonly previousUntil: string })
  | { readonly type: 'test' };
