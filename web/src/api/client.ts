/**
 * The one way to the API.
 *
 * A1 Every change carries an Idempotency-Key. A try again after silence uses the same key, so nothing is done twice.
 * A2 A request refused with 401 waits for the next sign-in and is sent again (see `session/session.ts`).
 * A3 Nothing is read in the name of a session that this page is ending: it would be refused.
 * A4 Refusals are `ProblemError`s, silence is an `AwayError`; nothing else is thrown but an abort.
 */
import { ERASED_PERSON, ERASED_WORDS } from '../../../src/contracts/erased.ts';
import type { Problem } from '../../../src/contracts/generic/errors.ts';
import { AwayError, ProblemError } from './problem-error.ts';

const base = '/api/v1';
const LIMIT_MS = 20_000;

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export interface Change {
  readonly body?: unknown;
  /** One for each intention of a person; the same for its repetitions. */
  readonly key?: string;
  /** The version that was looked at: If-Match. */
  readonly version?: number | undefined;
  /** In whose name, where it is not the session's. */
  readonly bearer?: string;
}

type Wait = () => Promise<void> | undefined;
let unauthenticated: Wait = () => undefined;
let ending: Wait = () => undefined;
let erased: Readonly<Record<string, string>> | undefined;
let readUnsaid = false;
let fetchFrom: (path: string, init: RequestInit) => Promise<Response> = (path, init) => fetch(path, init);
let positions: (position: string) => void = () => undefined;

/** Called when a request is refused for want of a session; the request is repeated when the promise resolves. */
export function onUnauthenticated(react: Wait): void {
  unauthenticated = react;
}

/** Called before something is read; it is read when the promise resolves. */
export function onReading(react: Wait): void {
  ending = react;
}

/** Called with the position of every state that was read. */
export function onPosition(note: (position: string) => void): void {
  positions = note;
}

/** Says the position of a state that was read elsewhere. */
export function notePosition(position: string): void {
  positions(position);
}

/** Where there is no browser: what is read is asked in this way. */
export function askThrough(ask: (path: string, init: RequestInit) => Promise<Response>): void {
  fetchFrom = ask;
}

/** Whether something was read before it was said how that it was erased is said. */
export function hasReadUnsaid(): boolean {
  return readUnsaid;
}

/** How the language of the page says that something was erased: the one place where the markers become words. */
export function sayErased(person: string, words: string): void {
  erased = { [ERASED_PERSON]: person, [ERASED_WORDS]: words };
}

export function newKey(): string {
  return crypto.randomUUID();
}

export async function get<T>(
  path: string,
  query: Query = {},
  signal?: AbortSignal,
  bearer?: string,
): Promise<T> {
  const init = bearer === undefined ? {} : { headers: authorization(bearer) };
  const wait = ending();
  if (wait) await wait;
  const answer = await send<T & { readonly position?: string }>(path + queryText(query), init, signal);
  if (typeof answer.position === 'string') positions(answer.position);
  return answer;
}

export async function change<T>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  { body, key = newKey(), version, bearer }: Change = {},
): Promise<T> {
  const headers: Record<string, string> = {
    'Idempotency-Key': key,
    ...(bearer === undefined ? {} : authorization(bearer)),
  };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (version !== undefined) headers['If-Match'] = `"${version}"`;
  return await send<T>(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function authorization(bearer: string): Record<string, string> {
  return { Authorization: `Bearer ${bearer}` };
}

async function send<T>(
  path: string,
  init: RequestInit & { readonly headers?: Readonly<Record<string, string>> },
  signal?: AbortSignal,
): Promise<T> {
  const response = await fetchOnce(path, init, signal);
  if (response.ok) return (response.status === 204 ? undefined : readJson(await response.text())) as T;
  const error = await problemOf(response);
  // A token of one's own is not mended by signing in.
  const signedIn = init.headers?.Authorization === undefined ? untilSignedIn(error) : undefined;
  if (!signedIn) throw error;
  await signedIn;
  return await send<T>(path, init, signal);
}

/** When to send again what was refused for want of a session (A2); undefined where that would not help. */
export function untilSignedIn(error: unknown): Promise<void> | undefined {
  const isRefused = error instanceof ProblemError && error.status === 401 && error.code === 'unauthenticated';
  return isRefused ? unauthenticated() : undefined;
}

function readJson(body: string): unknown {
  if (!body.includes('[erased')) return JSON.parse(body);
  const said = erased;
  readUnsaid ||= said === undefined;
  return JSON.parse(body, (_key, value) => (typeof value === 'string' ? (said?.[value] ?? value) : value));
}

async function fetchOnce(path: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    return await fetchFrom(base + path, {
      ...init,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new AwayError(error);
  }
}

export async function problemOf(response: Response): Promise<ProblemError> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return new ProblemError({ ...problem, status: response.status }, response.headers);
}

export function queryText(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    if (typeof value === 'string' || typeof value === 'number') parameters.set(name, String(value));
    else if (value.length > 0) parameters.set(name, value.join(','));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
