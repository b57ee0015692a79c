/**
 * Problems (RFC 9457) from the catalogue of errors, and the one error that handlers throw to answer one.
 */
import { TooManySignIns } from '../authority/passwords.ts';
import { type ErrorCode, errors, type FieldError, type Problem } from '../contracts/generic/errors.ts';
import { isDatabaseDown } from '../engine/database.ts';
import { CommandRejected } from '../engine/decide.ts';

export interface ProblemDetails {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly allowed?: readonly string[];
  readonly currentVersion?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is refused; never logged, never an error of ours. */
export class ApiProblem extends Error {
  readonly code: ErrorCode;
  readonly more: ProblemDetails;

  constructor(code: ErrorCode, more: ProblemDetails = {}) {
    super(more.detail ?? errors[code].title);
    this.name = 'ApiProblem';
    this.code = code;
    this.more = more;
  }
}

/** Refuses one field of the request. */
export function invalid(path: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ path, message }] });
}

export interface ProblemReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
  /** An error of ours: to be logged, once. */
  readonly unexpected: boolean;
}

export function toProblem(error: unknown, instance: string, traceId: string | undefined): ProblemReply {
  const { code, more, unexpected } = classify(error);
  const { status, title, remedy } = errors[code];
  const { headers = {}, ...details } = more;
  return {
    status,
    unexpected,
    headers,
    body: {
      type: `urn:trunkline:problem:${code}`,
      code,
      title,
      status,
      remedy,
      instance,
      ...(traceId ? { traceId } : {}),
      ...(details.detail ? { detail: details.detail } : {}),
      ...(details.errors ? { errors: [...details.errors] } : {}),
      ...(details.allowed ? { allowed: [...details.allowed] } : {}),
      ...(details.currentVersion === undefined ? {} : { currentVersion: details.currentVersion }),
    },
  };
}

function classify(error: unknown): { code: ErrorCode; more: ProblemDetails; unexpected: boolean } {
  if (error instanceof ApiProblem) return { code: error.code, more: error.more, unexpected: false };
  if (error instanceof CommandRejected) {
    const { code, detail, allowed, errors } = error.rejection;
    const currentVersion = code === 'stale_version' ? error.currentVersion : undefined;
    const headers: Record<string, string> =
      currentVersion === undefined ? {} : { ETag: `"${currentVersion}"` };
    return {
      code,
      unexpected: false,
      more: {
        headers,
        ...(detail ? { detail } : {}),
        ...(allowed ? { allowed } : {}),
        ...(errors ? { errors } : {}),
        ...(currentVersion === undefined ? {} : { currentVersion }),
      },
    };
  }
  // Express refuses an address it cannot decode (`/%zz`) with an error of its own.
  if (error instanceof URIError) return { code: 'invalid_request', more: {}, unexpected: false };
  if (error instanceof TooManySignIns) {
    return { code: 'unavailable', more: { headers: { 'Retry-After': '2' } }, unexpected: false };
  }
  if (isDatabaseDown(error)) {
    return { code: 'unavailable', more: { headers: { 'Retry-After': '1' } }, unexpected: false };
  }
  return { code: 'internal', more: {}, unexpected: true };
}
