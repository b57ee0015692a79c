import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSecrets } from '../../../src/engine/secrets.ts';

const secrets = createSecrets('a-key-of-at-least-thirty-two-characters', randomBytes);
const others = createSecrets('another-key-of-thirty-two-characters!!', randomBytes);

describe('what is sealed', () => {
  it('is read with the key, for what it was sealed for, and by nobody else', () => {
    const sealed = secrets.seal('123456', 'd1');
    expect(sealed).not.toContain('123456');
    expect(secrets.open(sealed, 'd1')).toBe('123456');
    expect(secrets.open(sealed, 'd2')).toBeUndefined();
    expect(others.open(sealed, 'd1')).toBeUndefined();
    expect(secrets.open(`${sealed.slice(0, -2)}AA`, 'd1')).toBeUndefined();
    expect(secrets.open('short', 'd1')).toBeUndefined();
  });

  it('is never sealed twice in the same way', () => {
    expect(secrets.seal('123456', 'd1')).not.toBe(secrets.seal('123456', 'd1'));
  });
});

describe('a mark', () => {
  it('is the same for the same, and another for another use, text or key', () => {
    const mark = secrets.mark('code', '123456');
    expect(secrets.mark('code', '123456')).toBe(mark);
    const foreign = [
      secrets.mark('form', '123456'),
      secrets.mark('code', '123457'),
      others.mark('code', '123456'),
    ];
    expect(foreign).not.toContain(mark);
  });
});
