/** How many calls each recipient holds of a worker, so that one slow recipient leaves room for the others. */
export interface RecipientSlots {
  isBusy(recipient: string): boolean;
  /** All that hold as many as they may. */
  busy(): string[];
  take(recipient: string): void;
  give(recipient: string): void;
}

export function createRecipientSlots(perRecipient: number): RecipientSlots {
  const calls = new Map<string, number>();
  const isBusy = (recipient: string): boolean => (calls.get(recipient) ?? 0) >= perRecipient;
  return {
    isBusy,
    busy: () => [...calls.keys()].filter(isBusy),
    take(recipient) {
      calls.set(recipient, (calls.get(recipient) ?? 0) + 1);
    },
    give(recipient) {
      const left = (calls.get(recipient) ?? 0) - 1;
      if (left > 0) calls.set(recipient, left);
      else calls.delete(recipient);
    },
  };
}
