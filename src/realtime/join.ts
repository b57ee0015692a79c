/**
 * Lets a member in (R4): its rights, its watches, what it has missed, and only then its rooms.
 *
 * - It joins in the tick in which its replay has reached the emitted position: nothing missed, nothing twice.
 * - `sync` or `reload` comes before anything live.
 * - Whoever takes a member out (`suspend`) does it in the tick of the event that changed its rights; it comes back
 *   through the same door.
 */

import { formatPosition } from '../contracts/generic/position.ts';
import type {
  HandshakeAuth,
  RefusedWatch,
  Reload,
  ReloadReason,
  Sync,
} from '../contracts/generic/realtime.ts';
import type { Authority, Viewer } from '../engine/authority-types.ts';
import { count } from '../engine/metrics.ts';
import { cut } from './cut.ts';
import type { Emitter } from './emitter.ts';
import { LIVE_ROOM, type Member, type Members, roomsOf, type Watch, watchKey } from './member.ts';
import type { Presence } from './presence.ts';
import type { Replays } from './replay.ts';
import { createSight, decideResume, isAhead, type View } from './resume.ts';

export interface JoinOptions {
  readonly authority: Authority;
  readonly emitter: Emitter;
  readonly members: Members;
  readonly replays: Replays;
  readonly presence: Presence;
  readonly replayEvents: number;
  readonly onError: (error: unknown) => void;
}

export interface Join {
  /** The first join of a socket. */
  enter(member: Member, auth: HandshakeAuth): void;
  /** Out of all rooms now, and in again by what the authority says then. */
  suspend(member: Member): void;
}

interface Answer {
  readonly watch: Watch;
  readonly since: string | undefined;
  readonly rooms: readonly string[] | undefined;
}

export function createJoin(options: JoinOptions): Join {
  const { authority, emitter, members, replays, presence } = options;

  function askWatches(member: Member, since: (watch: Watch) => string | undefined): Promise<Answer[]> {
    return Promise.all(
      [...member.watches.values()].map(async (watch) => ({
        watch,
        since: since(watch),
        rooms: await authority.mayWatch(member.viewer, watch.kind, watch.id),
      })),
    );
  }

  /** Into the rooms, in the caller's tick. Answers what was refused. */
  function open(member: Member, answers: readonly Answer[]): RefusedWatch[] {
    const refused: RefusedWatch[] = [];
    for (const { watch, rooms } of answers) {
      if (rooms) watch.rooms = rooms;
      else {
        members.dropWatch(member, watch);
        refused.push({ kind: watch.kind, id: watch.id, code: 'forbidden' });
      }
    }
    void member.socket.join([LIVE_ROOM, ...roomsOf(member.viewer, member.watches.values())]);
    member.standing = 'live';
    for (const watch of member.watches.values()) presence.changed(watch.kind, watch.id);
    return refused;
  }

  function sendReload(member: Member, reason: ReloadReason, refused: readonly RefusedWatch[]): void {
    count('realtimeReloads', 1, { reason });
    const reload: Reload = { reason, position: formatPosition(emitter.position()), refused: [...refused] };
    member.socket.emit('reload', reload);
  }

  /** Where the replay of each view starts, or why none of it can be replayed. */
  function planViews(
    viewer: Viewer,
    since: string | undefined,
    answers: readonly Answer[],
  ): { readonly views: View[] } | { readonly reload: ReloadReason } {
    const facts = {
      emitted: emitter.position(),
      rightsChangedOffset: viewer.rightsChangedOffset,
      maxEvents: options.replayEvents,
    };
    const views: View[] = [];
    const wanted = [{ since, rooms: viewer.rooms }];
    for (const { since: own, rooms } of answers) if (rooms) wanted.push({ since: own ?? since, rooms });
    for (const { since: from, rooms } of wanted) {
      const resume = decideResume(from, facts);
      if ('reload' in resume) return resume;
      views.push({ from: resume.from, rooms });
    }
    return { views };
  }

  async function resume(member: Member, auth: HandshakeAuth): Promise<void> {
    const { turn } = member;
    const isWanted = (): boolean => member.turn === turn;
    const sinces = new Map(auth.watch?.map(({ kind, id, since }) => [watchKey(kind, id), since]));
    const answers = await askWatches(member, ({ kind, id }) => sinces.get(watchKey(kind, id)));
    // A GET may have read a head that is not emitted yet: then emit first, and judge afterwards.
    if (isWanted() && isAhead([auth.since, ...sinces.values()], emitter.position())) await emitter.ring();
    if (!isWanted()) return;
    const plan = planViews(member.viewer, auth.since, answers);
    if ('reload' in plan) {
      sendReload(member, plan.reload, open(member, answers));
      return;
    }
    await replays.run({
      socket: member.socket,
      sight: createSight(plan.views),
      isWanted,
      arrive(sent) {
        count('realtimeReplayed', sent, {});
        const refused = open(member, answers);
        const sync: Sync = { position: formatPosition(emitter.position()), replayed: sent, refused };
        member.socket.emit('sync', sync);
      },
    });
  }

  /** After a change of rights: what was replayed or seen before may be too much or too little, so: reload. */
  async function redecide(member: Member): Promise<void> {
    const { turn } = member;
    const viewer = await authority.authenticate(member.credentials);
    if (member.turn !== turn) return;
    if ('refused' in viewer) {
      cut(member.socket, 'rights_lost');
      return;
    }
    members.setViewer(member, viewer);
    const answers = await askWatches(member, () => undefined);
    if (member.turn !== turn) return;
    for (const refused of open(member, answers)) member.socket.emit('unwatched', refused);
    sendReload(member, 'rights_changed', []);
  }

  function start(member: Member, work: () => Promise<void>): void {
    const { turn } = member;
    member.joining = work().catch((error: unknown) => {
      options.onError(error);
      if (member.turn === turn) cut(member.socket, 'replay_failed');
    });
  }

  return {
    enter(member, auth) {
      for (const { kind, id } of auth.watch ?? []) members.wantWatch(member, kind, id);
      start(member, () => resume(member, auth));
    },
    suspend(member) {
      if (member.standing === 'gone') return;
      member.turn += 1;
      member.standing = 'joining';
      for (const room of [...member.socket.rooms]) {
        if (room !== member.socket.id) void member.socket.leave(room);
      }
      for (const watch of member.watches.values()) {
        watch.rooms = [];
        watch.turn += 1;
        presence.changed(watch.kind, watch.id);
      }
      start(member, () => redecide(member));
    },
  };
}
