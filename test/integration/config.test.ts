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
    for (const url of [
      'mysql://me:geheim@host/db',
      'http://me:a@geheim@host',
      'me:ge/heim@host',
      'x:geheim@',
    ]) {
      for (const name of ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL'])
        expect(sentenceOf({ [name]: url })).not.toMatch(/ge\/?heim/);
    }
  });

  it('never show a secret that is wrong', () => {
    expect(sentenceOf({ WHATSAPP_TOKEN: 'ge heim' })).toContain(
      'WHATSAPP_TOKEN is set, but it must be a text',
    );
    expect(sentenceOf({ PROVIDER_TOKEN: 'geheim' })).not.toContain('geheim');
    expect(sentenceOf({ SMTP_PASSWORD: 'geheim'.repeat(200) })).not.toContain('geheim');
  });

  it('of a real server need each other', () => {
    expect(sentenceOf({ SMTP_URL: 'smtp://mail.example.net' })).toContain('SMTP_FROM is not. For example:');
    expect(sentenceOf({ WHATSAPP_URL: 'https://g.example.net' })).toContain('WHATSAPP_TOKEN is not.');
    expect(sentenceOf({ SMTP_URL: 'smtps://mail.example.net', SMTP_FROM: 'T <a@example.net>' })).toBe('');
    expect(sentenceOf({ SMTP_FROM: 'a@example.net\r\nBcc: b@example.net' })).toContain('SMTP_FROM');
  });

  it('refuse one port for two servers', () => {
    expect(sentenceOf({ API_PORT: '4000', REALTIME_PORT: '4000' })).toContain('both 4000');
  });

  it('stand in a table for the docs, the internal ones left out', () => {
    expect(settingsTable()).toContain('| `API_PORT` | `3001` | a whole number from 1 to 65535 |');
    expect(settingsTable()).not.toContain('POOL_SIZE');
  });
});
