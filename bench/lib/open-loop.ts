/** POSTs at a fixed rate, whatever the server does, so that a slow answer does not slow the questions down. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { wallMs } from './stats.ts';

export interface Click {
  readonly id: string;
  readonly sentAtMs: number;
}

/** Sends `count` requests at `perSecond` and answers when all are answered. `id` is the created ticket's. */
export async function openLoop(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  perSecond: number,
  count: number,
): Promise<Click[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const clicks: Promise<Click>[] = [];
  const startedAt = wallMs();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((wallMs() - startedAt) / 1_000) * perSecond) + 1);
      while (clicks.length < due) {
        const click = post(agent, url, headers, body);
        // Heard of when all are asked for; until then nobody listens, and the process would die with its platform left.
        click.catch(() => undefined);
        clicks.push(click);
      }
      if (clicks.length >= count) {
        clearInterval(timer);
        resolve();
      }
    }, 1);
  });
  const answered = await Promise.all(clicks);
  agent.destroy();
  return answered;
}

function post(
  agent: Agent,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Click> {
  return new Promise((resolve, reject) => {
    const sentAtMs = wallMs();
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': randomUUID(),
          ...headers,
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => {
          if (answer.statusCode !== 201) reject(new Error(`${answer.statusCode}: ${text.slice(0, 200)}`));
          else resolve({ id: String((JSON.parse(text) as { id: unknown }).id), sentAtMs });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
