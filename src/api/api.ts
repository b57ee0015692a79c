/** What handlers of routes may use. Built once per process, in `main.ts`. */
import type { Redis } from 'ioredis';
import type { Passwords } from '../authority/passwords.ts';
import type { ActorRegistry } from '../engine/actor-types.ts';
import type { CommandRunner } from '../engine/command.ts';
import type { Pool } from '../engine/database.ts';
import type { DeadLetters } from '../engine/dead-letters.ts';
import type { Handler } from '../engine/handler-types.ts';
import type { Logger } from '../engine/logger.ts';
import type { NumberBlock } from '../engine/number-block.ts';
import type { Reach } from '../engine/outside-address.ts';
import type { PushReach } from '../engine/push-address.ts';
import type { Queues } from '../engine/queues.ts';
import type { ScheduleDefinition } from '../engine/schedule-actor.ts';
import type { Secrets } from '../engine/secrets.ts';
import type { Upcast } from '../engine/upcasters.ts';
import type { ProviderClient } from '../ops/provider/client.ts';
import type { TracesClient } from '../ops/traces/client.ts';
import type { RenderClient } from '../renderer/client.ts';
import type { AnswerCache } from './answer-cache.ts';
import type { Origins } from './origin.ts';
import type { RegistrationLimits } from './registration-limits.ts';
import type { SessionCache } from './session-cache.ts';
import type { SharedLimit } from './shared-limit.ts';
import type { SignInLimit } from './sign-in-limit.ts';
import type { WhatsappHook } from './whatsapp/hook.ts';

export interface Api {
  readonly pool: Pool;
  /** Bounded to 50 ms a command; undefined where there is none. */
  readonly redis: Redis | undefined;
  /** What is expensive to compute. */
  readonly answers: AnswerCache;
  readonly commands: CommandRunner;
  readonly sessions: SessionCache;
  readonly origins: Origins;
  readonly passwords: Passwords;
  readonly signInLimit: SignInLimit;
  readonly userLimit: SharedLimit;
  readonly addressLimit: SharedLimit;
  readonly registrationLimits: RegistrationLimits;
  readonly ticketNumbers: NumberBlock;
  readonly registrationNumbers: NumberBlock;
  readonly deadLetters: DeadLetters;
  /** Reads events of older versions (L6). */
  readonly upcast: Upcast;
  /** Folds what happened, for those who ask what it was before. */
  readonly registry: ActorRegistry;
  /** What runs by the clock, by name. */
  readonly schedules: ReadonlyMap<string, ScheduleDefinition>;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Buffer;
  /** Marks and seals with the portal's key; undefined where none is set. */
  readonly secrets: Secrets | undefined;
  /** IANA zone in which people read times. */
  readonly timeZone: string;
  /** For Bull Board; undefined where there is no Redis. */
  readonly queues: Queues | undefined;
  /** Cookies are marked Secure although the request came over http. */
  readonly secureCookies: boolean;
  /** Which addresses webhooks may have; public ones when left out. */
  readonly webhookReach?: Reach | undefined;
  /** Which push services browsers may name; none where push is off. */
  readonly push?: { readonly publicKey: string; readonly reach: PushReach } | undefined;
  /** Reads what the WhatsApp provider sends; nothing is taken without. */
  readonly whatsappHook?: WhatsappHook | undefined;
  /** Whether WhatsApp groups are reached. */
  readonly reachesGroups: boolean;
  /** Draws the first screen of a page; undefined from it where there is no renderer just now. */
  readonly render: RenderClient;
  /** The metrics of all processes in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** Of all groups: what a journey says of an event's handlers. */
  readonly handlers: readonly Handler[];
  /** Where traces are looked at instead, with `{traceId}` in it. */
  readonly traceUi?: string | undefined;
  /** The local trace store, when there is one. */
  readonly traces: (() => Promise<TracesClient>) | undefined;
  /** The local message provider, when there is one. */
  readonly provider: (() => Promise<ProviderClient>) | undefined;
}
