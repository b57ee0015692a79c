/** Which specialization a ticket needs: that of its category, else that of its kind, else none. */
import type { SpecializationState } from './actor.ts';

export function requiredOf(
  ticket: { readonly type: string; readonly category: string | null },
  all: readonly Pick<SpecializationState, 'id' | 'ticketTypes' | 'categories' | 'active'>[],
): string | null {
  const { type, category } = ticket;
  // By code, so that of two that claim a kind it is always the same one.
  const active = all.filter((one) => one.active).sort((a, b) => (a.id < b.id ? -1 : 1));
  const same = (one: string) => one.toLowerCase() === category?.toLowerCase();
  const found =
    active.find(({ categories }) => categories.some(same)) ??
    active.find(({ ticketTypes }) => (ticketTypes as readonly string[]).includes(type));
  return found?.id ?? null;
}
