/** What can be asked of a saved view. */
import type * as z from 'zod/mini';
import type { ticketFilterSchema, ticketSortSchema } from '../../contracts/ticket-list.ts';
import type { Sharing, TicketColumn } from '../../contracts/views.ts';

export interface ViewContent {
  readonly name: string;
  readonly filter: z.infer<typeof ticketFilterSchema>;
  readonly sort: z.infer<typeof ticketSortSchema>;
  readonly columns: readonly TicketColumn[] | null;
}

/** `ownerId` is who asks: only a view's owner changes it, checked under the lock. */
export type ViewCommand =
  | (ViewContent & { readonly type: 'create'; readonly ownerId: string; readonly shared: Sharing })
  | {
      readonly type: 'edit';
      readonly ownerId: string;
      readonly fields: Partial<ViewContent> & { readonly shared?: Sharing };
    }
  | { readonly type: 'delete'; readonly ownerId: string }
  | { readonly type: 'restore'; readonly ownerId: string };
