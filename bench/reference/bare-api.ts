/** The bare reference of the API: Express 5 and one INSERT, nothing else. */
import express from 'express';
import pg from 'pg';

const pool = new pg.Pool({
  connectionString: process.env.BENCH_DATABASE_URL,
  max: Number(process.env.POOL_SIZE),
});
const app = express();
app.disable('x-powered-by');
app.use(express.json());
app.post('/tickets', async (request, response) => {
  const { type, title, priority } = request.body as Record<string, string>;
  const result = await pool.query(
    'insert into bench_tickets (type, title, priority) values ($1, $2, $3) returning id, type, title, priority, created_at',
    [type, title, priority],
  );
  response.status(201).json(result.rows[0]);
});
app.listen(Number(process.env.BENCH_PORT), '127.0.0.1');
