/** The four incidents: what is broken, what is to be seen of it, the way to its cause, and how it is healed. */
import type { TroubleCode } from '../../src/contracts/console.ts';
import { waitFor } from '../../test/support/wait.ts';
import type { Client, DemoPlatform } from '../demo/platform.ts';
import type { Clicks, Ticket } from './clicks.ts';
import { look, type Step } from './show.ts';

export interface Scene {
  readonly platform: DemoPlatform;
  readonly admin: Client;
  readonly clicks: Clicks;
}

export interface Incident {
  readonly title: string;
  /** What is done to the platform. */
  readonly breaks: string;
  /** Any of these is what the console has to say. */
  readonly troubles: readonly TroubleCode[];
  /** About which process, where others may be told of too. */
  readonly subject?: string;
  /** The alert that would fire if nobody healed it; undefined where the platform is faster than any alert. */
  readonly alert: string | undefined;
  /** Why that alert, or none, in words. */
  readonly about: string;
  /** How long the console may take to say it. */
  readonly saidWithinMs: number;
  /** It is healed no sooner: so long until it shows how it goes on. */
  readonly lastsMs?: number;
  /** Resolves when it is broken; what it returns heals it. */
  break(scene: Scene): Promise<() => Promise<void>>;
  /** Asked while it is broken. */
  path(scene: Scene, tickets: readonly Ticket[]): Promise<readonly Step[]>;
}

const FAULT = 'demo fault: the notice of a survey cannot be written';

const providerDown: Incident = {
  title: 'A provider is down',
  breaks: 'the switches of the local provider: e-mail and WhatsApp answer 421 and 503',
  troubles: ['provider_down'],
  alert: 'DeliveriesOverdue',
  about:
    'Messages that wait for a provider age with the clock; the platform’s own incident notice comes at once.',
  saidWithinMs: 45_000,
  lastsMs: 25_000,
  async break({ admin, clicks }) {
    await turnProviders(admin, true);
    for (let count = 0; count < 8; count++) await clicks.create();
    return () => turnProviders(admin, false);
  },
  async path({ admin, platform }, tickets) {
    return [
      { what: 'the console', path: '/operations' },
      { what: 'what to do', path: '/ops/runbooks/DeliveriesNotAccepted', says: 'Check' },
      {
        what: 'the journey of a ticket, whose messages were not taken',
        path: `/ops/events/${await eventOf(platform, tickets)}`,
        says: 'email',
      },
      { what: 'the switches', path: '/ops/outbox/switches', says: '"down":true' },
      ...(await incidentNotice(admin)),
    ];
  },
};

const handlerThrows: Incident = {
  title: 'A handler fails for one type of ticket',
  breaks: 'a trigger in the database that refuses the notices of tickets of the type survey',
  troubles: ['dead_letters'],
  alert: 'DeadLetters',
  about:
    'After its last attempt the event waits for a person. The pauses between the ten attempts are cut short here: by themselves they take some nine minutes.',
  saidWithinMs: 60_000,
  async break({ platform: { db }, clicks }) {
    await db.query(
      `create or replace function demo_incident_fault() returns trigger language plpgsql as $$ begin
         if exists (select from tickets where id = new.entity_id and type = 'survey')
         then raise exception '${FAULT}'; end if;
         return new; end $$;
       create or replace trigger demo_incident_fault before insert on deliveries
         for each row when (new.entity_kind = 'ticket') execute function demo_incident_fault()`,
    );
    const broken: Ticket[] = [];
    for (let count = 0; count < 3; count++) {
      broken.push(await clicks.create('survey'));
      await clicks.create();
    }
    const ids = broken.map(({ id }) => id);
    await waitFor(
      async () => {
        await db.query(
          `update mailbox set retry_at = now() - interval '5 s'
            where actor_id = any($1) and retry_at > now() and not attempting`,
          [ids],
        );
        const { rows } = await db.query<{ dead: number }>(
          `select count(*)::int as dead from dead_letters where actor_id = any($1) and status = 'dead'`,
          [ids],
        );
        return rows[0]?.dead === ids.length;
      },
      { deadlineMs: 60_000, everyMs: 250 },
    );
    return async () => {
      await db.query(
        `drop trigger if exists demo_incident_fault on deliveries; drop function if exists demo_incident_fault()`,
      );
    };
  },
  path: async ({ platform }, tickets) => [
    { what: 'the console', path: '/operations' },
    { what: 'what to do', path: '/ops/runbooks/DeadLetters', says: 'Check' },
    {
      what: 'dead letters, by the words of the error',
      path: `/api/v1/dead-letters?error=${encodeURIComponent('demo fault')}`,
      says: FAULT,
    },
    {
      what: 'the journey of one: which handler, how often, why',
      path: `/ops/events/${await eventOf(platform, tickets)}`,
      says: FAULT,
    },
  ],
};

const redisKilled: Incident = {
  title: 'Redis is killed for 20 s, under load',
  breaks: 'kill -9 of Redis, again whenever it is started, for 20 s, while tickets are created',
  troubles: ['figures_stale'],
  alert: 'FiguresStale',
  about: 'Queues cannot be read while Redis is away. No click fails and none is lost, so 20 s wake nobody.',
  saidWithinMs: 25_000,
  async break({ platform, clicks }) {
    const load = clicks.keepOn(300);
    const down = platform.keepRedisDown(20_000);
    return async () => {
      await down;
      await load.stop();
    };
  },
  path: async () => [
    { what: 'the console', path: '/operations' },
    { what: 'what to do', path: '/ops/runbooks/FiguresStale', says: 'Redis' },
    { what: 'whether the platform is ready', path: '/readyz', says: 'redis' },
  ],
};

const realtimeKilled: Incident = {
  title: 'Realtime is killed under load',
  breaks: 'kill -9 of the realtime process while tickets are created and a screen listens',
  troubles: ['process_down', 'process_silent', 'realtime_unheld', 'process_restarted'],
  subject: 'realtime',
  alert: undefined,
  about:
    'The supervisor has another one ready within seconds, before the 30 s of RealtimeWithoutLeader and the minute of ProcessDown.',
  saidWithinMs: 10_000,
  async break({ platform, clicks }) {
    const load = clicks.keepOn(200);
    await waitFor(() => clicks.heard.size > 0);
    const row = (await platform.rows()).find(({ role }) => role === 'realtime');
    if (!row?.pid) throw new Error('there is no realtime process');
    process.kill(row.pid, 'SIGKILL');
    return async () => {
      await waitFor(
        async () =>
          (await platform.rows()).every(({ role, state }) => role !== 'realtime' || state === 'ready'),
        { deadlineMs: 20_000 },
      );
      await load.stop();
    };
  },
  path: async ({ platform }, tickets) => [
    { what: 'the console: the process, and how often it was started again', path: '/operations' },
    { what: 'what to do', path: '/ops/runbooks/ProcessRestarting', says: 'Check' },
    {
      what: 'the journey of a ticket of that moment: when it reached a screen',
      path: `/ops/events/${await eventOf(platform, tickets)}`,
    },
  ],
};

export const incidents: readonly Incident[] = [providerDown, handlerThrows, redisKilled, realtimeKilled];

/** Heals whatever an interrupted demo may have left. */
export async function healAll({ platform: { db }, admin }: Pick<Scene, 'platform' | 'admin'>): Promise<void> {
  await turnProviders(admin, false);
  await db.query(
    `drop trigger if exists demo_incident_fault on deliveries; drop function if exists demo_incident_fault()`,
  );
}

/** A person's part of the healing: through the console's own doors, and what is repeated is said, not done twice. */
export async function replayLetters(admin: Client): Promise<string[]> {
  const found = await admin.get(`/api/v1/dead-letters?error=${encodeURIComponent('demo fault')}`);
  const ids = (found.body.data as { id: string }[]).map(({ id }) => id);
  if (ids.length === 0) return ['there was no dead letter to replay'];
  const replay = async (): Promise<string[]> => {
    const { body } = await admin.send('POST', '/api/v1/dead-letters/replay', {
      ids,
      reason: 'The demo’s fault is repaired',
    });
    return (body.data as { outcome: string }[]).map(({ outcome }) => outcome);
  };
  const first = await replay();
  const second = await replay();
  console.log(
    `    replayed ${first.length} dead letters: ${first.join(', ')}; once more: ${second.join(', ')}`,
  );
  return [
    ...(first.every((outcome) => outcome === 'replayed') ? [] : ['a replay failed']),
    ...(second.every((outcome) => outcome === 'resolved') ? [] : ['a second replay was not refused']),
  ];
}

async function turnProviders(admin: Client, down: boolean): Promise<void> {
  const change = { email: { down }, whatsapp: { down } };
  const { status } = await admin.send('PUT', '/ops/outbox/switches', change);
  if (status !== 200) throw new Error(`the provider’s switches answered ${status}`);
}

async function eventOf({ db }: DemoPlatform, tickets: readonly Ticket[]): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `select id from events where actor_id = $1 and type = 'ticket.created'`,
    [tickets[0]?.id],
  );
  return rows[0]?.id ?? '0';
}

/** What the platform itself told people on call. */
async function incidentNotice(admin: Client): Promise<Step[]> {
  const path = '/api/v1/notifications?state=all';
  const says = 'incident.provider_down';
  await waitFor(async () => JSON.stringify((await admin.get(path)).body).includes(says)).catch(
    () => undefined,
  );
  const down = (await look(admin)).providers.filter(({ circuit }) => circuit === 'open');
  console.log(
    `    providers that are down: ${down.map(({ name, since }) => `${name} since ${since}`).join(', ')}`,
  );
  return [{ what: 'the notice to people on call', path, says }];
}
