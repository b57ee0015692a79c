import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, settingsTable } from '../../src/engine/config.ts';

const sentenceOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

describe('the settings', () => {
  it('have defaults that start a platform', () => {
    expect(readConfig({})).toMatchObject({
      API_PORT: 3001,
      REALTIME_PORT: 3002,
      API_PROCESSES: 8,
      WORKER_PROCESSES: 2,
      DATA_DIR: './.data',
      LOG_LEVEL: 'info',
    });
  });

  it('count as not set when they are empty', () => {
    expect(readConfig({ API_PORT: '', DATABASE_URL: '' }).API_PORT).toBe(3001);
  });

  it.each([
    ['API_PORT', 'abc', 'a whole number from 1 to 65535'],
    ['API_PORT', '0', 'a whole number from 1 to 65535'],
    ['REALTIME_PORT', '70000', 'a whole number from 1 to 65535'],
    ['API_PROCESSES', '2.5', 'a whole number from 1 to 64'],
    ['DATABASE_URL', 'mysql://x', 'a URL that begins with postgres://'],
    ['LOG_LEVEL', 'loud', 'one of trace, debug, info, warn, error, fatal, silent'],
    ['NODE_ENV', 'prod', 'one of development, production, test'],
  ])(
    'answer %s=%s with a sentence: its name, its value, what is allowed, an example',
    (name, value, allowed) => {
      const sentence = sentenceOf({ [name]: value });
      expect(sentence).toContain(`${name} is "${value}", but it must be ${allowed}. For example: ${name}=`);
    },
  );

  it('name every wrong one at once', () => {
    expect(sentenceOf({ API_PORT: 'x', LOG_LEVEL: 'y' }).split('\n')).toHaveLength(2);
  });

  it('never show the password in a wrong URL', () => {
    expect(sentenceOf({ DATABASE_URL: 'mysql://me:geheim@host/db' })).not.toContain('geheim');
  });

  it('refuse one port for two servers', () => {
    expect(sentenceOf({ API_PORT: '4000', REALTIME_PORT: '4000' })).toContain('both 4000');
  });

  it('stand in a table for the docs, the internal ones left out', () => {
    expect(settingsTable()).toContain('| `API_PORT` | `3001` | a whole number from 1 to 65535 |');
    expect(settingsTable()).not.toContain('POOL_SIZE');
  });
});
