/**
 * The catalogue of errors: code, title, status and what the person can do. API problems, socket errors, UI texts
 * and docs all come from this table (RFC 9457; `type` is `urn:trunkline:problem:<code>`).
 */
import * as z from 'zod/mini';

export interface ErrorDefinition {
  readonly status: number;
  readonly title: string;
  /** What the person who got it can do now. */
  readonly remedy: string;
}

export const errors = {
  malformed_json: { status: 400, title: 'The body is not valid JSON', remedy: 'Send a JSON object.' },
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    remedy: 'Correct the fields named in errors.',
  },
  invalid_cursor: {
    status: 400,
    title: 'The cursor is not valid',
    remedy: 'Start again from the first page.',
  },
  unauthenticated: { status: 401, title: 'Not signed in', remedy: 'Sign in and repeat.' },
  invalid_credentials: {
    status: 401,
    title: 'Wrong username or password',
    remedy: 'Check both and try again.',
  },
  forbidden: { status: 403, title: 'Not allowed', remedy: 'Ask an administrator for the permission.' },
  bad_origin: { status: 403, title: 'The request comes from another site', remedy: 'Use the portal itself.' },
  not_found: {
    status: 404,
    title: 'Not found',
    remedy: 'Check the address; it may not exist or not be yours.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    remedy: 'See Allow for what the address takes.',
  },
  wrong_state: {
    status: 409,
    title: 'The state does not allow this',
    remedy: 'See allowed for what is possible now.',
  },
  conflict: {
    status: 409,
    title: 'It conflicts with what exists',
    remedy: 'Read the detail, change and repeat.',
  },
  at_capacity: {
    status: 409,
    title: 'The day is full',
    remedy: 'Choose somebody else or another day, or confirm that it may be overbooked.',
  },
  idempotency_in_flight: {
    status: 409,
    title: 'The same request is being worked on',
    remedy: 'Repeat after Retry-After seconds.',
  },
  stale_version: {
    status: 412,
    title: 'Somebody changed it meanwhile',
    remedy: 'Read the current version and decide again.',
  },
  payload_too_large: { status: 413, title: 'The body is too large', remedy: 'Send less.' },
  unsupported_file: {
    status: 415,
    title: 'This kind of file is not taken',
    remedy: 'Send a JPEG, PNG or WebP image, or a PDF.',
  },
  upload_too_slow: {
    status: 408,
    title: 'The upload took too long',
    remedy: 'Try again with a better connection, or a smaller file.',
  },
  unsupported_media_type: { status: 415, title: 'Not application/json', remedy: 'Send application/json.' },
  idempotency_mismatch: {
    status: 422,
    title: 'The idempotency key was used with another request',
    remedy: 'Use a new key for a new request.',
  },
  not_possible: {
    status: 422,
    title: 'It cannot be done as asked',
    remedy: 'Read the detail, change and repeat.',
  },
  /** The same for a wrong code, one that is too old or spent, and one that was never asked for. */
  wrong_code: {
    status: 422,
    title: 'The code is wrong or no longer good',
    remedy: 'Check the code, or ask for a new one.',
  },
  account_locked: { status: 401, title: 'Wrong username or password', remedy: 'Check both and try again.' },
  precondition_required: { status: 428, title: 'If-Match is required', remedy: 'Send the ETag you read.' },
  rate_limited: { status: 429, title: 'Too many requests', remedy: 'Wait for Retry-After seconds.' },
  internal: {
    status: 500,
    title: 'Something broke on our side',
    remedy: 'Repeat with the same Idempotency-Key; name the trace id.',
  },
  unavailable: {
    status: 503,
    title: 'Not available right now',
    remedy: 'Repeat after Retry-After seconds with the same Idempotency-Key.',
  },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof errors;

export const fieldErrorSchema = z.object({ path: z.string(), message: z.string() });

export const problemSchema = z.object({
  type: z.string(),
  code: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  remedy: z.string(),
  instance: z.optional(z.string()),
  traceId: z.optional(z.string()),
  errors: z.optional(z.array(fieldErrorSchema)),
  /** wrong_state: the commands that the state allows. */
  allowed: z.optional(z.array(z.string())),
  /** stale_version: the version that stands now. */
  currentVersion: z.optional(z.int()),
});

export type Problem = z.infer<typeof problemSchema>;
export type FieldError = z.infer<typeof fieldErrorSchema>;
