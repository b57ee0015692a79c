/** What a request can end in besides an answer: a problem that the server named, or no answer at all. */
import {
  type ErrorCode,
  errors,
  type FieldError,
  type Problem,
} from '../../../src/contracts/generic/errors.ts';

/** The server refused or failed, and said why (RFC 9457). */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly traceId: string | undefined;
  readonly fields: readonly FieldError[];
  readonly allowed: readonly string[];
  readonly currentVersion: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(problem: Partial<Problem> & { readonly status: number }, headers: Headers) {
    super(problem.title ?? `HTTP ${problem.status}`);
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = isErrorCode(problem.code) ? problem.code : codeOf(problem.status);
    this.detail = problem.detail;
    this.traceId = problem.traceId ?? headers.get('trace-id') ?? undefined;
    this.fields = problem.errors ?? [];
    this.allowed = problem.allowed ?? [];
    this.currentVersion = problem.currentVersion;
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    this.retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
  }
}

/** No answer came: the network or the server is away. Whether a change was made is not known; its key makes sure. */
export class AwayError extends Error {
  constructor(cause: unknown) {
    super('No answer', { cause });
    this.name = 'AwayError';
  }
}

/** Worth another try without changing anything. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof AwayError ||
    (error instanceof ProblemError && (error.status === 502 || error.status === 503 || error.status === 504))
  );
}

function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(errors, code);
}

/** A proxy in between speaks no problem+json. */
function codeOf(status: number): ErrorCode {
  if (status === 404) return 'not_found';
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 413) return 'payload_too_large';
  if (status === 429) return 'rate_limited';
  return status >= 502 ? 'unavailable' : 'internal';
}
