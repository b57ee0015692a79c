// The log of a process: JSON lines on standard output, each with the trace it belongs to.
//
// What holds: no password, token, code or cookie is written, whatever object it hides in (five levels deep).

import { context, trace } from '@opentelemetry/api';
import { pino } from 'pino';

export type Logger = pino.Logger;

const redacted = '[redacted]';
const deepest = 5;
const secretKey = /password|secret|token|cookie|authorization|^code$|^otp$/i;

type LoggerOptions = {
  readonly role: string;
  readonly index?: number;
  readonly level?: string;
  /** Where lines go; standard output when left out. */
  readonly write?: (line: string) => void;
};

export function createLogger({ role, index = 1, level = 'info', write }: LoggerOptions): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { role, index, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redact(fields, 1) as Record<string, unknown>,
    },
    // The fields are described already; pino's own serialiser would describe the description.
    serializers: { err: (described: unknown) => described },
    mixin: traceOfNow,
  };
  return write ? pino(options, { write }) : pino(options);
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describe(value);
  if (value instanceof Date) return value;
  if (depth > deepest) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      secretKey.test(key) && typeof item !== 'boolean' ? redacted : redact(item, depth + 1),
    ]),
  );
}

/** Only what an error says of itself: drivers hang queries, parameters and connections on theirs. */
function describe(error: Error): object {
  const { code } = error as NodeJS.ErrnoException;
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code ? { code } : {}),
    ...(error.cause instanceof Error ? { cause: describe(error.cause) } : {}),
  };
}

function traceOfNow(): object {
  const span = trace.getSpanContext(context.active());
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
}
