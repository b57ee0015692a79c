/** What can be asked of a broadcast: to be sent, once. */
export type BroadcastAudience =
  | { readonly to: 'all' }
  | { readonly to: 'role'; readonly role: string }
  | { readonly to: 'zone'; readonly zone: string }
  | { readonly to: 'user'; readonly userId: string }
  | { readonly to: 'watchers'; readonly kind: string; readonly id: string };

export interface BroadcastCommand {
  readonly type: 'send';
  readonly audience: BroadcastAudience;
  readonly title: string;
  readonly message: string;
  readonly severity: 'info' | 'warning' | 'critical';
}
