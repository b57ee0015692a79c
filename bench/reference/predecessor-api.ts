/** The predecessor's design: INSERT, then Redis pub/sub, then answer; what nobody hears is lost. */
import express from 'express';
import { Redis } from 'ioredis';
import pg from 'pg';

const pool = new pg.Pool({
  connectionString: process.env.BENCH_DATABASE_URL,
  max: Number(process.env.POOL_SIZE),
});
const redis = new Redis(process.env.BENCH_REDIS_URL ?? '', { enableAutoPipelining: true });
const app = express();
app.use(express.json());
app.post('/tickets', async (request, response) => {
  const { type, title, priority } = request.body as Record<string, string>;
  const result = await pool.query(
    'insert into bench_tickets (type, title, priority) values ($1, $2, $3) returning id, type, title, priority, created_at',
    [type, title, priority],
  );
  await redis.publish(
    'bench',
    JSON.stringify({ room: 'desk', type: 'ticket.created', data: result.rows[0] }),
  );
  response.status(201).json(result.rows[0]);
});
app.listen(Number(process.env.BENCH_PORT), '127.0.0.1');
