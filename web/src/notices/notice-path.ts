/** Where a notice leads: the page of what it tells of, as far as there is one for this person. */
import { useRouter } from '@tanstack/react-router';
import type { Permission } from '../../../src/contracts/permissions.ts';
import type { Notice } from '../api/notifications.ts';
import { useMay, useUser } from '../session/session.ts';

interface RouteWithPage {
  readonly options: {
    readonly staticData?: {
      readonly page?: { readonly path: string; readonly access: readonly Permission[] };
    };
  };
}

const patterns: Readonly<Record<string, string>> = {
  ticket: '/tickets/$id',
  customer: '/customers/$id',
  registration: '/registrations/$id',
  technician: '/technicians/$id',
  user: '/users/$id',
  provider_reply: '/replies',
  // What schedules tell are figures.
  schedule: '/analytics',
};

/** Incidents have no page of their own: they lead to what has to be looked at, by how their id begins. */
const incidentPages: readonly (readonly [string, string])[] = [
  ['provider:', '/deliveries'],
  ['deliveries:', '/deliveries'],
  ['late:deliveries', '/deliveries'],
  ['dead_letters:', '/dead-letters'],
  ['late:schedule', '/schedules'],
];

function patternOf({ kind, id }: NonNullable<Notice['entity']>): string {
  if (kind !== 'incident') return patterns[kind] ?? '';
  return incidentPages.find(([start]) => id.startsWith(start))?.[1] ?? '';
}

export function useNoticePath(): (entity: Notice['entity']) => string | undefined {
  const { routesById } = useRouter();
  const may = useMay();
  const me = useUser();
  return (entity) => {
    if (!entity) return undefined;
    if (entity.kind === 'user' && entity.id === me.id) return '/account';
    const routes: Readonly<Record<string, RouteWithPage | undefined>> = routesById;
    const page = routes[patternOf(entity)]?.options.staticData?.page;
    const open = page && (page.access.length === 0 || page.access.some((permission) => may(permission)));
    return open ? page.path.replace('$id', entity.id) : undefined;
  };
}
