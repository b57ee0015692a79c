/**
 * Whether a provider is up, in Postgres, where every process and person can read it.
 *
 * - H1 It is written when the answer changes, not with every call: down when the breaker opens, up with a success
 *   while it is closed. The first success of a process is written too, or the word of one that died would stand.
 * - H2 Nobody waits for it, and a failure to write is tried again with the next call.
 */
import type { BreakerState } from './circuit-breaker.ts';
import type { Queryable } from './database.ts';
import { withoutAddresses } from './delivery-provider.ts';
import type { Logger } from './logger.ts';
import { outsideTrace } from './telemetry/spans.ts';

export interface HealthNote {
  /** After each call, with what it made of the breaker. */
  after(state: BreakerState, error: Error | undefined): void;
  /** What is being written. */
  stop(): Promise<void>;
}

export function createHealthNote(db: Queryable, provider: string, logger: Logger): HealthNote {
  let known: boolean | undefined;
  let writing: Promise<void> | undefined;

  function note(down: boolean, error: string | null): void {
    if (writing || known === down) return;
    // It is about the provider: in the trace of whoever's message was the first it would be chance.
    writing = outsideTrace(() => writeHealth(db, provider, down, error))
      .then(
        () => {
          known = down;
        },
        (failure: unknown) => logger.warn({ err: failure, provider }, 'provider health not written'),
      )
      .finally(() => {
        writing = undefined;
      });
  }

  return {
    after(state, error) {
      if (state !== 'closed') note(true, error ? withoutAddresses(error.message) : null);
      else if (!error) note(false, null);
    },
    stop: async () => writing,
  };
}

export interface ProviderHealth {
  readonly provider: string;
  readonly down: boolean;
  readonly since: Date;
  readonly lastError: string | null;
}

export async function readProviderHealth(db: Queryable): Promise<ProviderHealth[]> {
  const result = await db.query<ProviderHealth>({
    name: 'read_provider_health',
    text: `select provider, down, since, last_error as "lastError" from provider_health order by provider`,
  });
  return result.rows;
}

/** When each provider last took a message. Index: delivery_attempts_sent. */
export async function readLastSuccesses(db: Queryable): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await db.query<{ provider: string; at: Date }>({
    name: 'read_last_successes',
    text: `select h.provider, a.finished_at as at from provider_health h, lateral (
        select finished_at from delivery_attempts
         where provider = h.provider and outcome = 'sent' and finished_at is not null
         order by finished_at desc limit 1) a`,
  });
  return new Map(rows.map(({ provider, at }) => [provider, at]));
}

/** `since` stays while the answer does. */
async function writeHealth(
  db: Queryable,
  provider: string,
  down: boolean,
  error: string | null,
): Promise<void> {
  await db.query({
    name: 'write_provider_health',
    text: `insert into provider_health as h (provider, down, last_error) values ($1, $2, $3)
      on conflict (provider) do update
        set down = excluded.down, last_error = coalesce(excluded.last_error, h.last_error),
            since = clock_timestamp()
      where h.down <> excluded.down`,
    values: [provider, down, error],
  });
}
