/** The tables of docs/reference.md, each made from the registry that the code itself uses. */
import { actors } from '../../src/actors/registry.ts';
import type { Access } from '../../src/api/route.ts';
import { routeTable } from '../../src/api/route-table.ts';
import type { EventDefinition } from '../../src/contracts/events/definition.ts';
import { events } from '../../src/contracts/events.ts';
import { configSchema, listSettings } from '../../src/contracts/generic/config.ts';
import { disconnects } from '../../src/contracts/generic/disconnects.ts';
import { errors } from '../../src/contracts/generic/errors.ts';
import { type MetricDefinition, metricTable } from '../../src/contracts/generic/metrics.ts';
import { queues } from '../../src/contracts/generic/queues.ts';
import { clientMessages, realtimeLimits, serverMessages } from '../../src/contracts/generic/realtime.ts';
import { permissionNames, permissions, rolePermissions, roles } from '../../src/contracts/permissions.ts';
import { createSchedules } from '../../src/cron/schedules.ts';
import { settingsTable } from '../../src/engine/config.ts';
import { followers, handlers } from '../../src/handlers/registry.ts';
import { roles as processRoles } from '../../src/ops/supervisor/roles.ts';
import { causes } from '../observability/causes.ts';
import { slos } from '../observability/slos.ts';

const code = (text: string): string => `\`${text}\``;
const codes = (texts: readonly string[]): string => texts.map(code).join(', ') || '–';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

function keysOf(schema: unknown): string[] {
  return Object.keys((schema as { shape?: object }).shape ?? {});
}

function accessOf(access: Access): string {
  return typeof access === 'string' ? access.replace('_', ' ') : access.map(code).join(' or ');
}

/** The values of labels as far as they are listed; a registry of ours bounds the rest. */
function labelsOf(labels: MetricDefinition['labels']): string {
  const texts = Object.entries(labels).map(([label, values]) => {
    const listed = 'oneOf' in values ? values.oneOf : values.filter(Boolean).map(code).join(', ');
    return `${code(label)} (${listed})`;
  });
  return texts.join('; ') || '–';
}

function metrics(): string {
  return table(
    ['metric', 'kind', 'unit', 'told by', 'labels', 'what it is'],
    Object.values(metricTable as Record<string, MetricDefinition>).map((metric) => [
      code(metric.name),
      metric.exemplars ? `${metric.type}, exemplars` : metric.type,
      metric.unit,
      metric.scope === 'platform' ? 'the platform' : metric.roles.join(', '),
      labelsOf(metric.labels),
      metric.help,
    ]),
  );
}

export const tables: Readonly<Record<string, () => string>> = {
  settings: () => settingsTable().trimEnd(),
  'internal settings': () =>
    table(
      ['variable', 'default', 'what it does'],
      listSettings()
        .filter(({ internal }) => internal)
        .map((setting) => [
          code(setting.name),
          setting.default ? code(setting.default) : '–',
          setting.description,
        ]),
    ),
  processes: () => {
    const defaults = configSchema.parse({});
    return table(
      ['role', 'processes', 'bundle', 'flags', 'replaced without a gap', 'can be scaled'],
      processRoles.map((role) => [
        code(role.name),
        String(role.count(defaults)),
        code(`dist/${role.entry}`),
        codes(role.nodeFlags),
        role.rolling ? 'yes' : 'no',
        role.scalable ? 'yes' : 'no',
      ]),
    );
  },
  actors: () =>
    table(
      ['kind', 'table', 'where'],
      [...createSchedules('Asia/Jakarta').registry.values()].map((actor) => [
        code(actor.kind),
        code(actor.table),
        code(actors.has(actor.kind) ? `src/actors/${actor.kind}/` : 'src/engine/schedule-actor.ts'),
      ]),
    ),
  events: () =>
    table(
      ['type', 'version', 'who can receive it', 'data', 'what happened'],
      Object.entries(events as Record<string, EventDefinition>).map(([type, event]) => [
        code(type),
        String(event.version),
        event.classes.join(', '),
        keysOf(event.data)
          .map((key) => (event.publicKeys && !event.publicKeys.includes(key) ? `${key} (staff)` : key))
          .join(', '),
        event.description,
      ]),
    ),
  queues: () =>
    table(
      ['queue', 'consumed by', 'what for'],
      Object.values(queues).map(({ name, consumer, purpose }) => [code(name), consumer, purpose]),
    ),
  handlers: () =>
    table(
      ['handler', 'group', 'attempts', 'after the last one', 'event types'],
      handlers.map(({ name, group, attempts, onDead, types }) => [
        code(name),
        code(group),
        String(attempts),
        onDead === 'wait' ? 'the actor waits' : 'the actor goes on',
        codes(types),
      ]),
    ),
  'handlers by type': () => {
    const types = new Set([...handlers, ...followers].flatMap((one) => one.types));
    return table(
      ['event', 'handlers', 'followers'],
      [...types]
        .sort()
        .map((type) => [
          code(type),
          codes(handlers.filter((one) => one.types.includes(type)).map(({ name }) => name)),
          codes(followers.filter((one) => one.types.includes(type)).map(({ name }) => name)),
        ]),
    );
  },
  schedules: () =>
    table(
      ['schedule', 'when', 'missed instants'],
      [...createSchedules('Asia/Jakarta').definitions.values()].map(({ name, cron, catchUp }) => [
        code(name),
        code(cron),
        code(catchUp),
      ]),
    ),
  permissions: () =>
    table(
      ['permission', 'what it allows', ...roles],
      permissionNames.map((name) => [
        code(name),
        permissions[name],
        ...roles.map((role) => (rolePermissions[role].includes(name) ? 'yes' : '')),
      ]),
    ),
  errors: () =>
    table(
      ['code', 'status', 'title', 'what to do'],
      Object.entries(errors).map(([name, { status, title, remedy }]) => [
        code(name),
        String(status),
        title,
        remedy,
      ]),
    ),
  disconnects: () =>
    table(
      ['code', 'told by', 'why', 'the client', 'not before'],
      Object.entries(disconnects).map(([name, { told, reason, reaction, waitMs }]) => [
        code(name),
        told,
        reason,
        code(reaction),
        waitMs > 0 ? `${waitMs / 1_000} s` : '',
      ]),
    ),
  messages: () =>
    table(
      ['message', 'sent by', 'ephemeral', 'what it says'],
      [
        ...Object.entries(clientMessages).map(([name, message]) => [name, 'client', message] as const),
        ...Object.entries(serverMessages).map(([name, message]) => [name, 'server', message] as const),
      ].map(([name, by, { summary, ...rest }]) => [
        code(name),
        by,
        'ephemeral' in rest ? 'yes' : '',
        summary,
      ]),
    ),
  limits: () =>
    table(
      ['limit', 'value'],
      Object.entries(realtimeLimits).map(([name, value]) => [code(name), value.toLocaleString('en')]),
    ),
  metrics,
  alerts: () =>
    table(
      ['alert', 'severity', 'what is the case'],
      [
        ...slos.map(({ alert, promise }) => [alert, 'page, ticket', `No longer: ${promise}`]),
        ...causes.map(({ alert, severity, summary }) => [
          alert,
          severity,
          summary.replace(/\{\{ \$labels\.(\w+) \}\}/g, '($1)'),
        ]),
      ].map(([alert = '', ...rest]) => [`[${alert}](runbooks/${alert}.md)`, ...rest]),
    ),
  routes: () =>
    table(
      ['method', 'address', 'who may', 'what it does'],
      routeTable.map(({ method, path, access, summary }) => [
        method.toUpperCase(),
        code(path),
        accessOf(access),
        summary,
      ]),
    ),
};
