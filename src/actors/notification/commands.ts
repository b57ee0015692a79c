/** What can be asked of one person's in-app notice; its state row is a row of the ledger (`deliveries`). */
export type NotificationCommand =
  | {
      readonly type: 'notify';
      readonly userId: string;
      /** Key of the words, in two languages: `ticket.assigned`. */
      readonly template: string;
      /** Ids and plain facts, no personal data. */
      readonly params: Readonly<Record<string, string | number | null>>;
      readonly entity: { readonly kind: string; readonly id: string } | null;
      /** The event it tells of. */
      readonly eventId: string | null;
      readonly priority: 1 | 2 | 3 | 4;
    }
  | { readonly type: 'seen' }
  | { readonly type: 'read' }
  | { readonly type: 'archive' };
