/** What a commit left behind that others have to hear of: the events to ring for and the deliveries to enqueue. */
export interface CommittedEvent {
  readonly id: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly seq: number;
  readonly type: string;
  readonly trace: string | null;
}

export interface CommittedDelivery {
  readonly id: string;
  readonly channel: string;
  readonly priority: number;
  readonly trace: string | null;
}

export interface Committed {
  readonly events: readonly CommittedEvent[];
  readonly deliveries: readonly CommittedDelivery[];
}
