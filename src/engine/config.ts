// Reads the settings from the environment, or says in a sentence what is wrong with them.

import { type Config, configSchema, listSettings } from '../contracts/generic/config.ts';

/** Carries one sentence for each wrong setting; nothing else needs to be shown, no stack either. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** An empty variable counts as not set. Unknown variables are none of our business. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const settings = listSettings();
  const given: Record<string, string> = {};
  for (const { name } of settings) {
    const value = env[name];
    if (value !== undefined && value !== '') given[name] = value;
  }
  const parsed = configSchema.safeParse(given);
  if (parsed.success) {
    const misfits = misfitsOf(parsed.data);
    if (misfits.length === 0) return parsed.data;
    throw new ConfigError(misfits.join('\n'));
  }
  const wrong = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  const sentences = settings
    .filter(({ name }) => wrong.has(name))
    .map(({ name, allowed, example, secret }) => {
      const is = secret
        ? 'is set'
        : `is "${name.endsWith('_URL') ? maskPassword(given[name]) : given[name]}"`;
      return `${name} ${is}, but it must be ${allowed}. For example: ${name}=${example}`;
    });
  throw new ConfigError(sentences.join('\n'));
}

/** What is right by itself and wrong together. */
function misfitsOf(config: Config): string[] {
  const misfits: string[] = [];
  if (config.API_PORT === config.REALTIME_PORT) {
    misfits.push(
      `API_PORT and REALTIME_PORT are both ${config.API_PORT}, but each needs a port of its own. ` +
        'For example: API_PORT=3101 REALTIME_PORT=3102',
    );
  }
  if (config.NODE_ENV === 'production' && config.WEBHOOK_ADDRESSES === 'loopback') {
    misfits.push(
      'WEBHOOK_ADDRESSES is "loopback", which is for development, and NODE_ENV is "production". ' +
        'For example: WEBHOOK_ADDRESSES=public',
    );
  }
  for (const [name, needed] of [
    ['SMTP_URL', 'SMTP_FROM'],
    ['WHATSAPP_URL', 'WHATSAPP_TOKEN'],
    ...(config.WHATSAPP_ADAPTER === 'cloud' ? [['WHATSAPP_URL', 'WHATSAPP_PHONE_NUMBER_ID'] as const] : []),
  ] as const) {
    if (config[name] === undefined || config[needed] !== undefined) continue;
    const example = listSettings().find((setting) => setting.name === needed)?.example;
    misfits.push(`${name} is set, but ${needed} is not. For example: ${needed}=${example}`);
  }
  return misfits;
}

/** Everything up to the last @: a password may have any character in it. */
function maskPassword(url: string | undefined): string {
  return (url ?? '').replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1***@');
}

/** The table of the settings for the docs, in Markdown. */
export function settingsTable(): string {
  const rows = listSettings()
    .filter(({ internal }) => !internal)
    .map(
      (s) => `| \`${s.name}\` | ${s.default ? `\`${s.default}\`` : '–'} | ${s.allowed} | ${s.description} |`,
    );
  return ['| variable | default | allowed | what it does |', '|---|---|---|---|', ...rows, ''].join('\n');
}
