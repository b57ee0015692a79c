/** What handlers of routes may use. Built once per process, in `main.ts`. */
import type { Redis } from 'ioredis';
import type { Passwords } from '../authority/passwords.ts';
import type { CommandRunner } from '../engine/command.ts';
import type { Pool } from '../engine/database.ts';
import type { DeadLetters } from '../engine/dead-letters.ts';
import type { Logger } from '../engine/logger.ts';
import type { NumberBlock } from '../engine/number-block.ts';
import type { Queues } from '../engine/queues.ts';
import type { Upcast } from '../engine/upcasters.ts';
import type { ProviderClient } from '../ops/provider/client.ts';
import type { TracesClient } from '../ops/traces/client.ts';
import type { SessionCache } from './session-cache.ts';
import type { SharedLimit } from './shared-limit.ts';
import type { SignInLimit } from './sign-in-limit.ts';

export interface Api {
  readonly pool: Pool;
  /** Bounded to 50 ms a command; undefined where there is none. */
  readonly redis: Redis | undefined;
  readonly commands: CommandRunner;
  readonly sessions: SessionCache;
  readonly passwords: Passwords;
  readonly signInLimit: SignInLimit;
  readonly userLimit: SharedLimit;
  readonly addressLimit: SharedLimit;
  readonly ticketNumbers: NumberBlock;
  readonly deadLetters: DeadLetters;
  /** Reads events of older versions (L6). */
  readonly upcast: Upcast;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Buffer;
  /** For Bull Board; undefined where there is no Redis. */
  readonly queues: Queues | undefined;
  /** Cookies are marked Secure although the request came over http. */
  readonly secureCookies: boolean;
  /** The metrics of all processes in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** The local trace store, when there is one. */
  readonly traces: (() => Promise<TracesClient>) | undefined;
  /** The local message provider, when there is one. */
  readonly provider: (() => Promise<ProviderClient>) | undefined;
}
