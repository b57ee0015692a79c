/**
 * `npm run demo:click`, against a running platform: a supervisor creates a ticket and assigns it, the technician
 * starts and resolves it. Prints the hops of each click from its trace, what arrived at the others' sockets, and the
 * messages that the local provider received. Exits 1 when anything is missing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Hop, hopsOf, missingHops, type OtlpTrace } from './demo-click/hops.ts';
import { type Clicked, type Heard, type Person, signIn } from './demo-click/person.ts';

const apiUrl = `http://127.0.0.1:${process.env.API_PORT ?? '3001'}`;
const realtimeUrl = `http://127.0.0.1:${process.env.REALTIME_PORT ?? '3002'}`;
/** Traces arrive in batches of a second; an e-mail may wait for its turn. */
const PATIENCE_MS = 20_000;
const problems: string[] = [];

interface Step {
  readonly title: string;
  readonly clicked: Clicked;
  readonly arrivals: readonly { readonly who: string; readonly heard: Heard }[];
  readonly event: string;
  readonly deliveries: boolean;
}

const ms = (value: number): string => value.toFixed(1);

async function eventually<T>(what: string, read: () => Promise<T | undefined>): Promise<T | undefined> {
  const endsAt = performance.now() + PATIENCE_MS;
  while (performance.now() < endsAt) {
    const found = await read().catch(() => undefined);
    if (found !== undefined) return found;
    await pause(200);
  }
  problems.push(`not found within ${PATIENCE_MS / 1_000} s: ${what}`);
  return undefined;
}

async function showTrace(admin: Person, step: Step): Promise<void> {
  const { traceId } = step.clicked;
  const required = [
    'POST *',
    'pg.query*',
    'send notifications',
    'process notifications',
    'send realtime',
    `emit ${step.event}`,
    `receive ${step.event}`,
    'emit notification.created',
    'receive notification.created',
    ...(step.deliveries
      ? ['process deliveries-email', 'send email', 'process deliveries-whatsapp', 'send whatsapp']
      : []),
  ];
  let hops: Hop[] = [];
  let missing = required;
  await eventually(`all hops of ${step.title}`, async () => {
    const trace = (await admin.get(`/ops/traces/${traceId}`)) as unknown as OtlpTrace;
    hops = hopsOf(trace);
    missing = missingHops(hops, required);
    return missing.length === 0 ? true : undefined;
  });
  console.log(`\n${step.title}\n  trace ${traceId}   ${apiUrl}/ops/traces/${traceId}`);
  console.log(`  answered after ${ms(step.clicked.answeredAtMs - step.clicked.sentAtMs)} ms`);
  for (const { who, heard } of step.arrivals) {
    console.log(
      `  ${who}'s socket: ${heard.event.type} after ${ms(heard.atMs - step.clicked.sentAtMs)} ms, position ${heard.event.position}`,
    );
  }
  console.table(
    hops.map((hop) => ({
      process: hop.process,
      hop: hop.name.slice(0, 60),
      'start ms': ms(hop.startMs),
      'waited ms': hop.waitedMs === undefined ? '' : ms(hop.waitedMs),
      'took ms': ms(hop.durationMs),
      status: hop.isError ? 'ERROR' : 'ok',
    })),
  );
  for (const name of missing) problems.push(`${step.title}: no hop "${name}" in trace ${traceId}`);
}

interface LedgerRow {
  readonly id: string;
  readonly channel: string;
  readonly template: string;
  readonly status: string;
  readonly providerMessageId?: string | null;
}

async function showMessages(admin: Person, ticketId: string): Promise<void> {
  const external = (rows: readonly LedgerRow[]): LedgerRow[] =>
    rows.filter((row) => row.channel !== 'in_app');
  const ledger = await eventually('every message of the ticket handed to its provider', async () => {
    const { data } = await admin.get(`/api/v1/deliveries?entityKind=ticket&entityId=${ticketId}&limit=200`);
    const rows = data as LedgerRow[];
    const waiting = external(rows).filter((row) => row.status === 'queued' || row.status === 'sending');
    return external(rows).length > 0 && waiting.length === 0 ? rows : undefined;
  });
  const { data: arrived } = await admin.get('/ops/outbox?limit=200');
  const messages = arrived as {
    channel: string;
    to: string;
    subject?: string;
    text: string;
    key?: string;
    idempotencyKey?: string;
    messageId?: string;
  }[];
  console.log('\nThe ledger: who was told what');
  console.table((ledger ?? []).map(({ channel, template, status }) => ({ channel, template, status })));
  const mine = messages.filter((message) =>
    external(ledger ?? []).some((row) => JSON.stringify(message).includes(row.id)),
  );
  console.log('What the local provider received of it');
  console.table(
    mine.map(({ channel, to, subject, text }) => ({
      channel,
      to,
      subject: subject ?? '',
      text: text.slice(0, 70),
    })),
  );
  for (const channel of ['email', 'whatsapp']) {
    if (!mine.some((message) => message.channel === channel))
      problems.push(`the provider received no ${channel} of this ticket`);
  }
}

const people: Person[] = [];
try {
  for (const username of ['supervisor', 'technician', 'customer', 'admin']) {
    people.push(await signIn(apiUrl, realtimeUrl, username));
  }
  const [supervisor, technician, customer, admin] = people as [Person, Person, Person, Person];
  const { zone } = await supervisor.get(`/api/v1/technicians/${technician.user.technicianId}`);
  const steps: Step[] = [];
  const step = async (
    title: string,
    who: Person,
    path: string,
    body: unknown,
    event: string,
    listeners: readonly Person[],
    deliveries: boolean,
  ): Promise<Clicked> => {
    const clicked = await who.click(path, body);
    const subject = `ticket/${String(clicked.body.id)}`;
    const arrivals = await Promise.all(
      listeners.map(async (listener) => ({
        who: listener.name,
        heard: await listener.hears(event, subject, clicked.sentAtMs),
      })),
    );
    const notice = await Promise.any(
      listeners.map(async (listener) => ({
        who: listener.name,
        heard: await listener.hears('notification.created', undefined, clicked.sentAtMs),
      })),
    );
    steps.push({ title, clicked, arrivals: [...arrivals, notice], event, deliveries });
    return clicked;
  };
  const created = await step(
    'supervisor creates a ticket',
    supervisor,
    '/api/v1/tickets',
    {
      type: 'repair',
      priority: 'high',
      title: 'No light on the ONT since this morning',
      description: 'The LOS lamp is red.',
      customerId: customer.user.customerId,
      zone,
    },
    'ticket.created',
    [technician, customer],
    true,
  );
  const path = `/api/v1/tickets/${String(created.body.id)}`;
  await step(
    'supervisor assigns it',
    supervisor,
    `${path}/assign`,
    { technicianId: technician.user.technicianId, overbook: true },
    'ticket.assigned',
    [technician, customer],
    true,
  );
  await step(
    'technician starts',
    technician,
    `${path}/start`,
    {},
    'ticket.started',
    [supervisor, customer],
    false,
  );
  await step(
    'technician resolves it',
    technician,
    `${path}/complete`,
    { resolution: 'Connector cleaned, -19 dBm.' },
    'ticket.completed',
    [supervisor, customer],
    true,
  );
  for (const done of steps) await showTrace(admin, done);
  await showMessages(admin, String(created.body.id));
} catch (error) {
  problems.push(error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error));
} finally {
  for (const person of people) person.stop();
}
if (problems.length > 0) {
  console.error(`\nNot everything arrived:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  process.exit(1);
}
console.log('\nEvery hop of every click is there, and every message arrived.');
process.exit(0);
