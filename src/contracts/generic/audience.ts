/**
 * Who may see an event, and in which words (R5).
 *
 * The audience is computed once, when the event commits, and stored with it. Live emission, replay and history
 * all decide by `visibleTo`; there is no second rule. Rooms are specific to a viewer class
 * (`ticket:…:staff`, `ticket:…:public`), so one viewer matches at most one entry.
 */
export type ViewerClass = 'staff' | 'public' | 'owner';

export interface AudienceEntry {
  readonly class: ViewerClass;
  readonly rooms: readonly string[];
  /** What this class reads. Left out, it reads the event's own data. */
  readonly data?: Readonly<Record<string, unknown>>;
  /**
   * Those of `rooms` whose viewers lose sight of the actor by this event: they learn that it left, and a replay
   * gives them nothing of the actor that is older.
   */
  readonly lost?: readonly string[];
}

export type Audience = readonly AudienceEntry[];

export interface VisibleEvent {
  readonly data: Readonly<Record<string, unknown>>;
  readonly audience: Audience;
}

/**
 * What a viewer in these rooms reads of the event, or `undefined` when it is not theirs.
 * Linear in the rooms of the audience, so a viewer may be in any number of rooms.
 */
export function visibleTo(
  event: VisibleEvent,
  rooms: ReadonlySet<string>,
): Readonly<Record<string, unknown>> | undefined {
  for (const entry of event.audience) {
    for (const room of entry.rooms) {
      if (rooms.has(room)) return entry.data ?? event.data;
    }
  }
  return undefined;
}

/**
 * By this event the viewer in these rooms loses sight of its actor: all rooms they match of it are lost. A replay
 * gives them nothing of the actor that is older, unless they regain it later.
 */
export function losesSight(audience: Audience, rooms: ReadonlySet<string>): boolean {
  return audience.some(({ rooms: named, lost }) => {
    if (!lost) return false;
    const own = named.filter((room) => rooms.has(room));
    return own.length > 0 && own.every((room) => lost.includes(room));
  });
}
