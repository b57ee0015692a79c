import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../src/api/pipeline.ts';

const from = (ip: string) => addressOf({ ip } as unknown as IncomingMessage);

describe('the address of a request', () => {
  it('is one for each machine, whichever kind of socket it came through', () => {
    expect(from('::ffff:10.1.2.3')).toBe('10.1.2.3');
    expect(from('10.1.2.3')).toBe('10.1.2.3');
    expect(from('2001:db8::1')).toBe('2001:db8::1');
    expect(from('::ffff:0:1')).toBe('::ffff:0:1');
  });
});
