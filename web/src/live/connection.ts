/**
 * The one socket of the page, and its honest state.
 *
 * - It opens after sign-in, in a chunk of its own, naming the lowest position that was read: nothing between the
 *   reading and the socket is missed.
 * - `live` is said only after `sync` or `reload`; before it every event counts as caught up.
 * - After a `reload` everything on the page is read anew.
 */
import type { RealtimeClient } from '../../../src/client/realtime.ts';
import { disconnects } from '../../../src/contracts/generic/disconnects.ts';
import { parsePosition } from '../../../src/contracts/generic/position.ts';
import { VIEWER_MAX_AGE_MS } from '../../../src/contracts/viewer-age.ts';
import { onPosition } from '../api/client.ts';
import { queryClient } from '../api/query-client.ts';
import { insist } from '../kit/insist.ts';
import { realtimeUrl } from '../session/page-facts.ts';
import { hearEnd, refreshSession, session } from '../session/session.ts';
import { createStore } from '../session/store.ts';
import { createEventApplier } from './apply-event.ts';
import { forgetOthers, notePresence, noteTyping } from './presence.ts';

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'catching_up'; readonly events: number }
  | { readonly state: 'offline'; readonly since: number }
  /** This page is older than the server, or was not understood: only a new one can be live. */
  | { readonly state: 'outdated' };

export const connection = createStore<Connection>({ state: 'connecting' });

const PATIENCE_MS = 1_500;
const SLACK_MS = 200;

let client: RealtimeClient | undefined;
let lowest: string | undefined;
let firstPosition: (() => void) | undefined;
const wanted = new Map<
  string,
  { readonly kind: string; readonly id: string; since: string | undefined; uses: number }
>();

onPosition((position) => {
  if (client) return;
  const [known, read] = [parsePosition(lowest), parsePosition(position)];
  if (!known || (read && read.epoch === known.epoch && read.offset < known.offset)) lowest = position;
  firstPosition?.();
});

/** Follows the session: opens the socket for whoever is signed in, again after they signed in again. */
export function startLive(): void {
  const follow = () => {
    const now = session.get();
    if (now.state !== 'signed_in') return;
    if (client) client.connect();
    else void open();
  };
  session.subscribe(follow);
  follow();
  addEventListener('online', () => client?.connect());
  // A machine that slept finds out by itself, but later.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && connection.get().state === 'offline') client?.connect();
  });
}

let opening = false;

async function open(): Promise<void> {
  if (opening) return;
  opening = true;
  try {
    await openSocket();
  } finally {
    opening = false;
  }
}

async function openSocket(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (lowest !== undefined) resolve();
    firstPosition = resolve;
    setTimeout(resolve, PATIENCE_MS);
  });
  // Only now: before it, it would be in the way of what the page shows first.
  const { createRealtimeClient } = await insist(() => import('../../../src/client/realtime.ts'));
  const behind = () => {
    const now = connection.get();
    connection.set({ state: 'catching_up', events: now.state === 'catching_up' ? now.events + 1 : 1 });
  };
  const live = () => connection.set({ state: 'live' });
  const away = () => {
    const { state } = connection.get();
    if (state !== 'offline' && state !== 'outdated') connection.set({ state: 'offline', since: Date.now() });
  };
  const applyEvent = createEventApplier(queryClient);
  client = createRealtimeClient({
    url: realtimeUrl(),
    ...(lowest === undefined ? {} : { since: lowest }),
    onEvent(event) {
      if (!client?.isLive()) behind();
      applyEvent(event);
    },
    onSync: live,
    onReload({ reason }) {
      live();
      const readAgain = () => {
        if (reason === 'rights_changed') void refreshSession();
        void queryClient.invalidateQueries();
      };
      readAgain();
      // What is answered right now may still go by the rights of before.
      if (reason === 'rights_changed') setTimeout(readAgain, VIEWER_MAX_AGE_MS + SLACK_MS);
    },
    onUnwatched: ({ kind, id }) => void queryClient.invalidateQueries({ queryKey: [kind, 'one', id] }),
    onPresence: notePresence,
    onTyping: noteTyping,
    onEnd(code) {
      forgetOthers();
      const { reaction } = disconnects[code];
      if (reaction === 'reload') connection.set({ state: 'outdated' });
      else away();
      if (reaction === 'sign_in') void hearEnd();
    },
  });
  client.socket.on('connect_error', away);
  for (const { kind, id, since } of wanted.values()) void watchNow(kind, id, since);
  client.connect();
}

/** Watches as long as somebody does; returns how to stop. */
export function watch(kind: string, id: string, since: string | undefined): () => void {
  const key = `${kind}/${id}`;
  const known = wanted.get(key);
  if (known) known.uses += 1;
  else {
    wanted.set(key, { kind, id, since, uses: 1 });
    if (client) void watchNow(kind, id, since);
  }
  return () => {
    const entry = wanted.get(key);
    if (!entry) return;
    entry.uses -= 1;
    if (entry.uses > 0) return;
    wanted.delete(key);
    client?.unwatch(kind, id);
  };
}

async function watchNow(kind: string, id: string, since: string | undefined): Promise<void> {
  const answer = await client?.watch(kind, id, since);
  if (answer?.ok && 'reload' in answer) await queryClient.invalidateQueries({ queryKey: [kind] });
}

export function sayTyping(kind: string, id: string, typing: boolean): void {
  if (client?.isLive()) client.typing(kind, id, typing);
}
