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
    if (parsed.data.API_PORT !== parsed.data.REALTIME_PORT) return parsed.data;
    throw new ConfigError(
      `API_PORT and REALTIME_PORT are both ${parsed.data.API_PORT}, but each needs a port of its own. ` +
        'For example: API_PORT=3101 REALTIME_PORT=3102',
    );
  }
  const wrong = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
  const sentences = settings
    .filter(({ name }) => wrong.has(name))
    .map(({ name, allowed, example }) => {
      const shown = name.endsWith('_URL') ? maskPassword(given[name]) : given[name];
      return `${name} is "${shown}", but it must be ${allowed}. For example: ${name}=${example}`;
    });
  throw new ConfigError(sentences.join('\n'));
}

function maskPassword(url: string | undefined): string {
  return (url ?? '').replace(/(\/\/[^:/@]*:)[^@]*@/, '$1***@');
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
