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
  technician: '/technicians/$id',
  user: '/users/$id',
};

export function useNoticePath(): (entity: Notice['entity']) => string | undefined {
  const { routesById } = useRouter();
  const may = useMay();
  const me = useUser();
  return (entity) => {
    if (!entity) return undefined;
    if (entity.kind === 'user' && entity.id === me.id) return '/account';
    const routes: Readonly<Record<string, RouteWithPage | undefined>> = routesById;
    const page = routes[patterns[entity.kind] ?? '']?.options.staticData?.page;
    const open = page && (page.access.length === 0 || page.access.some((permission) => may(permission)));
    return open ? page.path.replace('$id', entity.id) : undefined;
  };
}
