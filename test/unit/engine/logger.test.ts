import { trace } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/engine/logger.ts';

const write = (fields: object): string => {
  const lines: string[] = [];
  createLogger({ role: 'api', index: 2, write: (line) => lines.push(line) }).info(fields, 'said');
  return lines.join('');
};

describe('the log', () => {
  it('is one JSON line with role, index and time', () => {
    const entry = JSON.parse(write({ ticket: 7 }));
    expect(entry).toMatchObject({ level: 'info', role: 'api', index: 2, ticket: 7, msg: 'said' });
    expect(Date.parse(entry.time)).toBeGreaterThan(0);
  });

  it.each(['password', 'newPassword', 'token', 'code', 'cookie', 'authorization', 'set-cookie'])(
    'never shows a %s, however deep',
    (key) => {
      expect(write({ [key]: 'geheim', a: { b: [{ [key]: 'geheim' }] } })).not.toContain('geheim');
    },
  );

  it('tells of an error its code and cause, and nothing that a driver hung on it', () => {
    const error = Object.assign(new Error('no', { cause: new Error('deep') }), {
      code: '23505',
      parameters: ['geheim'],
    });
    const line = write({ err: error });
    expect(JSON.parse(line).err).toMatchObject({ message: 'no', code: '23505', cause: { message: 'deep' } });
    expect(line).not.toContain('geheim');
  });

  it('names the trace and span that are active, and none where none is', () => {
    const provider = new NodeTracerProvider();
    provider.register();
    const { spanContext, line } = trace.getTracer('test').startActiveSpan('click', (span) => {
      span.end();
      return { spanContext: span.spanContext(), line: write({}) };
    });
    expect(JSON.parse(line)).toMatchObject({ trace_id: spanContext.traceId, span_id: spanContext.spanId });
    expect(JSON.parse(write({}))).not.toHaveProperty('trace_id');
  });
});
