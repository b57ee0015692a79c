/** Before and after of an edit, as far as the log may not hold them: a row that erasing a person removes (L6). */
import type { ActorState } from './actor-types.ts';
import type { Effect, Row } from './effects.ts';

/** Undefined for what makes an actor, and for personal data that are no part of its state. */
export function personalChange(
  actor: { readonly kind: string; readonly id: string },
  personal: Readonly<Record<string, unknown>> | undefined,
  before: ActorState | undefined,
  after: ActorState,
): Effect | undefined {
  const keys = Object.keys(personal ?? {}).filter((key) => before && key in before);
  if (keys.length === 0) return undefined;
  const of = (state: ActorState | undefined) =>
    Object.fromEntries(keys.map((key) => [key, (state as Row | undefined)?.[key] ?? null]));
  const row = {
    actor_kind: actor.kind,
    actor_id: actor.id,
    seq: after.seq,
    before: of(before),
    after: of(after),
  };
  return { effect: 'insert', table: 'personal_changes', row };
}
