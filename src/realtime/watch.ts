/**
 * Watching an entity: asked of the authority, replayed from the client's position, then live, then answered (R4).
 *
 * What holds: the rooms are joined in the tick in which the replay has arrived, and the answer goes out in that tick.
 * Events of the entity that the client already gets by other rooms may reach it before the replay's older ones; so a
 * client holds the entity's events until the answer and puts them in order of position. While a right is looked at
 * anew the client knows from where on it is not complete, so that a connection that ends just then leaves no gap.
 */
import { formatPosition } from '../contracts/generic/position.ts';
import type { ReloadReason, Rewatch, WatchAnswer, WatchRequest } from '../contracts/generic/realtime.ts';
import type { Authority } from '../engine/authority-types.ts';
import { count } from '../engine/metrics.ts';
import type { Emitter } from './emitter.ts';
import { type Member, type Members, roomsOf, type Watch, watchKey } from './member.ts';
import type { Presence } from './presence.ts';
import type { Replays } from './replay.ts';
import { createSight, decideResume, isAhead } from './resume.ts';

export interface WatchOptions {
  readonly authority: Authority;
  readonly emitter: Emitter;
  readonly members: Members;
  readonly replays: Replays;
  readonly presence: Presence;
  readonly replayEvents: number;
  readonly watchesPerSocket: number;
}

export interface Watching {
  /** Calls `answer` once, in the tick in which the entity is live. Rejects when rights or log cannot be read. */
  add(member: Member, request: WatchRequest, answer: (answer: WatchAnswer) => void): Promise<void>;
  drop(member: Member, kind: string, id: string): void;
  /** Out of the entity's rooms now; in again, with what came meanwhile, if it is still theirs. */
  reask(member: Member, kind: string, id: string): Promise<void>;
}

export function createWatching(options: WatchOptions): Watching {
  const { authority, emitter, members, replays, presence } = options;

  /** Grants and replays from `since`, once. False when standing or right changed meanwhile. */
  async function grant(
    member: Member,
    watch: Watch,
    since: string | undefined,
    answer: (answer: WatchAnswer) => void,
  ): Promise<boolean> {
    const { turn } = member;
    const watchTurn = watch.turn;
    const isWanted = (): boolean => member.turn === turn && watch.turn === watchTurn;
    const rooms = await authority.mayWatch(member.viewer, watch.kind, watch.id);
    if (!isWanted()) return false;
    if (!rooms) {
      close(member, watch);
      members.dropWatch(member, watch);
      answer({ ok: false, code: 'forbidden' });
      return true;
    }
    if (isAhead([since], emitter.position())) await emitter.ring();
    if (!isWanted()) return false;
    const arrive = (outcome: { replayed: number } | { reload: ReloadReason }): void => {
      watch.rooms = rooms;
      void member.socket.join([...rooms]);
      presence.changed(watch.kind, watch.id);
      answer({ ok: true, position: formatPosition(emitter.position()), ...outcome });
    };
    const resume = decideResume(since, {
      emitted: emitter.position(),
      rightsChangedOffset: member.viewer.rightsChangedOffset,
      maxEvents: options.replayEvents,
    });
    if ('reload' in resume) {
      arrive(resume);
      return true;
    }
    let arrived = false;
    await replays.run({
      socket: member.socket,
      sight: createSight([{ from: resume.from, rooms }]),
      isWanted,
      arrive(sent) {
        arrived = true;
        count('realtimeReplayed', sent, {});
        arrive({ replayed: sent });
      },
    });
    return arrived;
  }

  /** Out of the rooms that only this watch gave. */
  function close(member: Member, watch: Watch): void {
    const rooms = watch.rooms;
    watch.rooms = [];
    const kept = roomsOf(member.viewer, member.watches.values());
    for (const room of rooms) if (!kept.has(room)) void member.socket.leave(room);
    if (rooms.length > 0) presence.changed(watch.kind, watch.id);
  }

  return {
    async add(member, { kind, id, since }, answer) {
      const key = watchKey(kind, id);
      if (!member.watches.has(key) && member.watches.size >= options.watchesPerSocket) {
        const detail = `At most ${options.watchesPerSocket} watches on one connection`;
        answer({ ok: false, code: 'not_possible', detail });
        return;
      }
      const watch = members.wantWatch(member, kind, id);
      for (;;) {
        const { joining } = member;
        await joining;
        if (member.joining !== joining) continue;
        if (member.standing !== 'live') {
          answer({ ok: false, code: 'unavailable' });
          return;
        }
        if (member.watches.get(key) !== watch) {
          answer({ ok: false, code: 'forbidden', detail: 'No longer wanted, or no longer allowed' });
          return;
        }
        if (await grant(member, watch, since, answer)) return;
      }
    },
    drop(member, kind, id) {
      const watch = member.watches.get(watchKey(kind, id));
      if (!watch) return;
      close(member, watch);
      members.dropWatch(member, watch);
    },
    async reask(member, kind, id) {
      const watch = member.watches.get(watchKey(kind, id));
      if (!watch) return;
      watch.turn += 1;
      // One that is still asked for asks again by itself.
      if (watch.rooms.length === 0) return;
      const since = formatPosition(emitter.position());
      const sayRewatch = (position: string, done: boolean): void => {
        const rewatch: Rewatch = { kind, id, position, done };
        member.socket.emit('rewatch', rewatch);
      };
      sayRewatch(since, false);
      close(member, watch);
      const tell = (outcome: WatchAnswer): void => {
        if (!outcome.ok) member.socket.emit('unwatched', { kind, id, code: outcome.code });
        else if ('reload' in outcome) {
          const { reload: reason, position } = outcome;
          member.socket.emit('reload', { reason, position, refused: [] });
        } else sayRewatch(outcome.position, true);
      };
      while (member.standing === 'live' && member.watches.get(watchKey(kind, id)) === watch) {
        if (await grant(member, watch, since, tell)) return;
      }
    },
  };
}
