/**
 * What a route is: a row of the table from which Express is mounted, OpenAPI is made, 405 is answered, and the
 * tests about rights are generated.
 *
 * Every route names who may call it; there is no default.
 */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type * as z from 'zod/mini';
import type { Viewer } from '../authority/viewer.ts';
import type { Permission } from '../contracts/permissions.ts';
import type { Api } from './api.ts';
import type { Body } from './body.ts';

/**
 * - `public`: everybody.
 * - `signed_in`: a person or a token.
 * - `session`: a person who signed in with a password, no token.
 * - else one of these permissions.
 */
export type Access = 'public' | 'signed_in' | 'session' | readonly [Permission, ...Permission[]];

type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. Left out: no body. */
  readonly body?: unknown;
  /** Sent as it is, with the Content-Type of `headers`. */
  readonly text?: string;
  /** The same, as fast as the client takes it. What fails on the way ends the connection: the answer has begun. */
  readonly stream?: Readable;
}

/** A request after all checks that do not need the handler. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Sha256 of the raw body. */
  readonly bodyHash: Body['hash'];
  readonly rawBody: Body['raw'];
  /** The request whose body is still to come. @throws where the route takes no upload */
  readonly upload: () => IncomingMessage;
  readonly method: string;
  readonly path: string;
  readonly address: string;
  header(name: string): string | undefined;
  readonly secure: boolean;
  /** @throws when the route is public and nobody is signed in */
  readonly viewer: Viewer;
  readonly maybeViewer: Viewer | undefined;
}

interface Documented {
  readonly description: string;
  readonly schema?: z.ZodMiniType;
  /** application/json unless said otherwise. */
  readonly type?: string;
}

type Shape = z.ZodMiniType | undefined;
type Output<S extends Shape> = S extends z.ZodMiniType ? z.output<S> : undefined;

interface RouteSpec<P extends Shape, Q extends Shape, B extends Shape> {
  readonly method: Method;
  /** In Express' form: `/api/v1/tickets/:id`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Of a body that may be larger than the usual 100 KB. */
  readonly maxBodyBytes?: number;
  /** Instead of `body`: the bytes of a file of one of these media types, which the handler takes in as they come. */
  readonly upload?: readonly [string, ...string[]];
  readonly answers: Readonly<Record<number, Documented>>;
  /** Runs commands: takes an Idempotency-Key. */
  readonly idempotent?: true;
  readonly ifMatch?: 'required' | 'optional';
  /** A deed at the consoles, as the audit log names it: who tries it without the right is written there too. */
  readonly consoleAction?: string;
  /** For browsers: who is not signed in is led to the page where one can. */
  readonly page?: true;
  readonly handle: (call: Call<Output<P>, Output<Q>, Output<B>>, api: Api) => Promise<Reply> | Reply;
}

/** A route with its types forgotten, as the table keeps it. Sound: the pipeline parses with the route's own schemas. */
export interface Route extends Omit<RouteSpec<Shape, Shape, Shape>, 'handle'> {
  handle(call: Call<unknown, unknown, unknown>, api: Api): Promise<Reply> | Reply;
}

export type AnyCall = Call<unknown, unknown, unknown>;

export function defineRoute<
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
>(spec: RouteSpec<P, Q, B>): Route {
  return spec as unknown as Route;
}
