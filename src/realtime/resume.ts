/**
 * What a client that names a position gets: a replay from there, or the word to reload (R1, R4, R5). Pure.
 */
import { losesSight, type VisibleEvent, visibleTo } from '../contracts/generic/audience.ts';
import { type Position, parsePosition } from '../contracts/generic/position.ts';
import type { ReloadReason } from '../contracts/generic/realtime.ts';

export type Resume = { readonly from: number } | { readonly reload: ReloadReason };

export interface ResumeFacts {
  /** The last emitted position. */
  readonly emitted: Position;
  /** See `Viewer.rightsChangedOffset`. */
  readonly rightsChangedOffset: number;
  readonly maxEvents: number;
}

/** Without a position there is nothing to miss: the client starts here. */
export function decideResume(since: string | undefined, facts: ResumeFacts): Resume {
  const { emitted } = facts;
  if (since === undefined) return { from: emitted.offset };
  const position = parsePosition(since);
  if (!position) return { reload: 'unknown_position' };
  if (position.epoch !== emitted.epoch) return { reload: 'other_epoch' };
  if (position.offset > emitted.offset) return { reload: 'beyond_head' };
  // The event itself may have arrived and the word to reload after it not: so the change counts at its own position.
  if (facts.rightsChangedOffset > 0 && facts.rightsChangedOffset >= position.offset)
    return { reload: 'rights_changed' };
  if (emitted.offset - position.offset > facts.maxEvents) return { reload: 'too_far_behind' };
  return { from: position.offset };
}

/** Some of the positions lie beyond what was emitted, in the same epoch. */
export function isAhead(positions: readonly (string | undefined)[], emitted: Position): boolean {
  return positions.some((text) => {
    const position = parsePosition(text);
    return position?.epoch === emitted.epoch && position.offset > emitted.offset;
  });
}

/** Rooms from an offset on: a client may be complete further for its own rooms than for an entity it watches. */
export interface View {
  readonly from: number;
  readonly rooms: Iterable<string>;
}

export interface SightedEvent extends VisibleEvent {
  readonly actorKind: string;
  readonly actorId: string;
  readonly position: number | null;
}

export interface Sight {
  /** Where the replay starts: the least of all views. */
  readonly from: number;
  /** Learns what the viewer has lost sight of by the event. Tell it all there is, in order, before asking `see`. */
  foresee(event: SightedEvent): void;
  /** What the client reads of the event, or nothing. Ask in order of position. */
  see(event: SightedEvent): Readonly<Record<string, unknown>> | undefined;
}

/**
 * One pass over the log for several views; at each event exactly the rooms count that are not complete up to it.
 * Of an actor that left the viewer's sight and did not come back, only the event by which it left is seen (R5).
 */
export function createSight(views: readonly View[]): Sight {
  const waiting = [...views].sort((a, b) => a.from - b.from);
  const rooms = new Set<string>();
  const from = waiting[0]?.from ?? 0;
  const allRooms = new Set(views.flatMap((view) => [...view.rooms]));
  /** Where each actor left the sight that is not in it now. */
  const losses = new Map<string, number>();
  const keyOf = ({ actorKind, actorId }: SightedEvent): string => `${actorKind}/${actorId}`;
  return {
    from,
    foresee(event) {
      if (losesSight(event.audience, allRooms)) losses.set(keyOf(event), event.position ?? 0);
      else if (losses.size > 0 && visibleTo(event, allRooms)) losses.delete(keyOf(event));
    },
    see(event) {
      for (let view = waiting[0]; view && (event.position ?? 0) > view.from; view = waiting[0]) {
        for (const room of view.rooms) rooms.add(room);
        waiting.shift();
      }
      if (losses.size > 0 && (event.position ?? 0) < (losses.get(keyOf(event)) ?? 0)) return undefined;
      return visibleTo(event, rooms);
    },
  };
}
