/**
 * Runs the commands of a request: who sends them, with which key and version, and what each outcome answers (L5).
 */
import type { Viewer } from '../authority/viewer.ts';
import { idempotencyKeySchema } from '../contracts/http.ts';
import type { ActorRef, ActorState, By, Command } from '../engine/actor-types.ts';
import {
  type Answer,
  type CommandOutcome,
  earlierOutcome,
  type IdempotencyRequest,
} from '../engine/command.ts';
import type { CommandItem } from '../engine/decide.ts';
import { currentTraceparent } from '../engine/telemetry/spans.ts';
import type { Api } from './api.ts';
import { originOf } from './origin.ts';
import { ApiProblem, invalid } from './problem.ts';
import type { AnyCall, Reply } from './route.ts';

export interface Commands {
  readonly items: readonly [CommandItem, ...CommandItem[]];
  readonly creates?: true;
  readonly answer: (states: readonly ActorState[]) => Answer;
}

export function byOf(viewer: Viewer): By {
  return viewer.credential === 'token'
    ? { kind: 'token', id: viewer.sessionId }
    : { kind: 'user', id: viewer.userId };
}

/** The same, and where the request came from. */
export function requestBy(call: AnyCall): By {
  return { ...byOf(call.viewer), origin: originOf(call, call.viewer).id };
}

/** A command of the viewer; `ifMatch` makes it conditional on the version the request names. */
export function item<C extends Command>(
  call: AnyCall,
  actor: ActorRef,
  command: C,
  options: { ifMatch?: boolean; by?: By } = {},
): CommandItem {
  const expectedVersion = options.ifMatch ? versionOf(call.header('if-match')) : undefined;
  return {
    actor,
    command,
    by: options.by ?? requestBy(call),
    trace: currentTraceparent() ?? null,
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
  };
}

/** The version that If-Match names; undefined for none and for `*`. A proxy that compresses makes ETags weak. */
export function versionOf(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const match = /^(?:W\/)?"(\d{1,15})"$/.exec(header.trim());
  if (!match) throw invalid('If-Match', 'must be one ETag as it was answered, such as "3"');
  return Number(match[1]);
}

export async function runCommands(api: Api, call: AnyCall, commands: Commands): Promise<Reply> {
  const idempotency = idempotencyOf(api, call);
  const origin = call.maybeViewer && originOf(call, call.maybeViewer);
  const outcome = await api.commands.run({
    items: commands.items,
    answer: commands.answer,
    ...(origin ? { rows: api.origins.rowsOf(origin) } : {}),
    ...(commands.creates ? { creates: true } : {}),
    ...(idempotency ? { idempotency } : {}),
  });
  if (origin && outcome.outcome === 'committed') api.origins.stored(origin);
  return replyOf(outcome);
}

/**
 * The first answer of a request that comes again with its key, before anything is checked that the first one changed.
 * @throws ApiProblem idempotency_mismatch
 */
export async function earlierReply(api: Api, call: AnyCall): Promise<Reply | undefined> {
  const idempotency = idempotencyOf(api, call);
  const outcome = idempotency && (await earlierOutcome(api.pool, idempotency));
  return outcome && replyOf(outcome);
}

/** The mark of a body cannot be tried out without the portal's key: there are passwords in some. */
function idempotencyOf({ secrets }: Pick<Api, 'secrets'>, call: AnyCall): IdempotencyRequest | undefined {
  const key = call.header('idempotency-key');
  if (key === undefined) return undefined;
  if (!idempotencyKeySchema.safeParse(key).success) {
    throw invalid('Idempotency-Key', 'must be 1 to 200 visible ASCII characters');
  }
  const hash = call.bodyHash();
  return {
    scope: `user:${call.viewer.userId} ${call.method} ${call.path}`,
    key,
    bodyHash: secrets ? secrets.mark('idempotency', hash) : hash,
  };
}

function replyOf(outcome: CommandOutcome): Reply {
  switch (outcome.outcome) {
    case 'committed':
    case 'replayed':
      return toReply(outcome.answer);
    case 'in_flight':
      throw new ApiProblem('idempotency_in_flight', { headers: { 'Retry-After': '1' } });
    case 'mismatch':
      throw new ApiProblem('idempotency_mismatch');
  }
}

function toReply({ status, headers, body }: Answer): Reply {
  return status === 204 ? { status, headers } : { status, headers, body };
}

export function etag(version: number): string {
  return `"${version}"`;
}

/** The fields that came: JSON has no `undefined`, so optional means absent. */
export function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return fields as { [K in keyof T]: Exclude<T[K], undefined> };
}
