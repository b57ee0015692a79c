/** What can be asked of a browser's subscription. Its secrets are written as an effect, and stand in no event. */
import type * as z from 'zod/mini';
import type { pushEndReasons } from '../../contracts/events/push.ts';
import type { pushKeysSchema } from '../../contracts/push.ts';

export type PushEndReason = (typeof pushEndReasons)[number];

export type PushSubscriptionCommand =
  | {
      readonly type: 'start';
      readonly userId: string;
      readonly endpoint: string;
      readonly keys: z.infer<typeof pushKeysSchema>;
      /** Our public key that the browser subscribed with: to another one its push service listens to nobody. */
      readonly vapidKey: string;
      readonly userAgent: string | null;
    }
  | { readonly type: 'end'; readonly reason: PushEndReason }
  | { readonly type: 'test'; readonly deliveryId: string };
