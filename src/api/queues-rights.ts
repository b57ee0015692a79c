/**
 * What people may do at Bull Board: each of its actions needs a permission of its own, and a queue is seen by those
 * who may see what it carries. An action that is not in this table (a newer Bull Board) is refused to everybody.
 */
import type { QueueName } from '../contracts/generic/queues.ts';
import type { Permission } from '../contracts/permissions.ts';

/** Beside `queues.view`, which opens the page. */
const carries: Partial<Readonly<Record<QueueName, Permission>>> = {
  'deliveries-email': 'deliveries.view',
  'deliveries-whatsapp': 'deliveries.view',
  'deliveries-webhook': 'deliveries.view',
  'deliveries-push': 'deliveries.view',
  cron: 'schedules.view',
};

export function maySeeQueue(name: QueueName, permissions: ReadonlySet<Permission>): boolean {
  const needed = carries[name];
  return needed === undefined || permissions.has(needed);
}

/** By method and Bull Board's own name of the route. */
const actions: Readonly<Record<string, Permission>> = {
  'put /api/queues/pause': 'queues.pause',
  'put /api/queues/resume': 'queues.pause',
  'put /api/queues/:queueName/pause': 'queues.pause',
  'put /api/queues/:queueName/resume': 'queues.pause',
  'put /api/queues/:queueName/concurrency': 'queues.pause',
  'put /api/queues/:queueName/rate-limit': 'queues.pause',
  'put /api/queues/:queueName/rate-limit/release': 'queues.pause',
  'put /api/queues/:queueName/retry/:queueStatus': 'queues.retry',
  'put /api/queues/:queueName/promote': 'queues.retry',
  'put /api/queues/:queueName/:jobId/retry': 'queues.retry',
  'put /api/queues/:queueName/:jobId/promote': 'queues.retry',
  'put /api/queues/:queueName/clean/:queueStatus': 'queues.remove',
  'put /api/queues/:queueName/empty': 'queues.remove',
  'put /api/queues/:queueName/obliterate': 'queues.remove',
  'put /api/queues/:queueName/:jobId/clean': 'queues.remove',
  'put /api/queues/:queueName/:jobId/remove-unprocessed-children': 'queues.remove',
  'put /api/queues/:queueName/job-schedulers/:schedulerId/remove': 'queues.remove',
  'post /api/queues/:queueName/add': 'queues.edit',
  'patch /api/queues/:queueName/:jobId/update-data': 'queues.edit',
  'patch /api/queues/:queueName/:jobId/delay': 'queues.edit',
  'patch /api/queues/:queueName/:jobId/priority': 'queues.edit',
  'patch /api/queues/:queueName/job-schedulers/:schedulerId': 'queues.edit',
  'put /api/queues/:queueName/job-schedulers/:schedulerId/run': 'queues.edit',
};

/** What the page offers of a queue, as far as Bull Board has switches: none at all, and none to retry. */
export function offeredOf(permissions: ReadonlySet<Permission>): Readonly<Record<string, boolean>> {
  const acts = Object.values(actions).some((needed) => permissions.has(needed));
  const retries = permissions.has('queues.retry');
  return {
    ...(acts ? {} : { readOnlyMode: true }),
    ...(retries ? {} : { allowRetries: false, allowCompletedRetries: false }),
  };
}

/** The icons of the actions that have no switch of their own, by the right that presses them. */
const icons: Partial<Readonly<Record<Permission, readonly string[]>>> = {
  'queues.retry': ['refresh-cw', 'corner-up-left'],
  'queues.pause': ['pause', 'play', 'gauge', 'chart-no-axes-gantt'],
  'queues.remove': ['trash', 'ban', 'list-x'],
  'queues.edit': ['plus', 'files', 'pencil', 'clock', 'arrow-up-down'],
};

/** Menus, and the rows of buttons of a queue and of a job. */
const places = ['[role=menuitem]', '[class*="queueActions-"] > li', '[class*="jobActions-"] > li'];

/**
 * A style that hides the buttons which a person may not press. They are known by their icons, since Bull Board gives
 * them no other name; one that a newer version adds is shown, and refused.
 */
export function styleFor(permissions: ReadonlySet<Permission>): string {
  const hidden = Object.entries(icons).flatMap(([needed, names]) =>
    permissions.has(needed as Permission) ? [] : names.map((name) => `.lucide-${name}`),
  );
  return hidden.length === 0 ? '' : `:is(${places.join(', ')}):has(${hidden.join(', ')}) { display: none; }`;
}

/** `undefined` for what only looks; `unknown` for an action that nobody may take. */
export function permissionOf(method: string, route: string): Permission | 'unknown' | undefined {
  const name = method.toLowerCase();
  if (name === 'get') return undefined;
  return actions[`${name} ${route}`] ?? 'unknown';
}
