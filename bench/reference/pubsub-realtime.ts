/** The predecessor's realtime: one Socket.IO process that emits whatever pub/sub brings. Rooms by handshake, unchecked. */
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { perMessageDeflate: false, transports: ['websocket'] });
io.on('connection', (socket) => {
  void socket.join(String(socket.handshake.auth.room));
});
const redis = new Redis(process.env.BENCH_REDIS_URL ?? '');
redis.on('message', (_channel: string, text: string) => {
  const { room, type, data } = JSON.parse(text) as { room: string; type: string; data: unknown };
  io.to(room).emit(type, { data });
});
await redis.subscribe('bench');
http.listen(Number(process.env.BENCH_PORT), '127.0.0.1', () => process.send?.({ type: 'ready' }));
process.on('disconnect', () => process.exit(0));
