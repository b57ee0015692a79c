/**
 * Socket clients in a process of their own, so that the load generator's event loop does not measure itself.
 * Parent → `collect`: answers with what arrived as `[key, wallMs]`, once each.
 */
import { io, type Socket } from 'socket.io-client';
import { wallMs } from './stats.ts';

interface Plan {
  readonly url: string;
  /** One entry a socket: the session cookie, or the room that the reference believes. */
  readonly clients: readonly { readonly cookie?: string; readonly room?: string }[];
  readonly event: string;
  /** Field of the event's data that names what was sent. */
  readonly key: string;
}

interface Message {
  readonly data: Record<string, unknown>;
  readonly subject?: string;
}

const plan = JSON.parse(process.env.BENCH_PLAN ?? '') as Plan;
const arrived: [unknown, number][] = [];
const sockets: Socket[] = [];

function connect(client: Plan['clients'][number]): Promise<void> {
  const socket = io(plan.url, {
    transports: ['websocket'],
    forceNew: true,
    auth: { room: client.room },
    ...(client.cookie ? { extraHeaders: { cookie: client.cookie } } : {}),
  });
  sockets.push(socket);
  socket.on(plan.event, (envelope: Message, acknowledge?: (answer: unknown) => void) => {
    // Ours names the actor in the envelope's subject, the reference the row in its data.
    arrived.push([envelope.data[plan.key] ?? envelope.subject?.split('/')[1], wallMs()]);
    acknowledge?.({ receivedAt: Date.now() });
  });
  return new Promise((resolve, reject) => {
    const done = (): void => resolve();
    // Ours speaks only after `sync`: from then on everything is live.
    if (client.cookie) socket.once('sync', done);
    else socket.once('connect', done);
    socket.once('connect_error', reject);
  });
}

for (let start = 0; start < plan.clients.length; start += 20) {
  await Promise.all(plan.clients.slice(start, start + 20).map(connect));
}
process.send?.({ type: 'ready' });
process.on('message', (message: { type: string }) => {
  if (message.type === 'count') process.send?.({ type: 'count', count: arrived.length });
  if (message.type === 'collect') process.send?.({ type: 'arrived', arrived: arrived.splice(0) });
});
process.on('disconnect', () => process.exit(0));
