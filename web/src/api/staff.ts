/** The names of the staff: one list, held whole, instead of a look-up for each name on the screen. */
import { queryOptions } from '@tanstack/react-query';
import type { Colleague } from '../../../src/contracts/staff.ts';
import { get } from './client.ts';
import type { Page } from './page.ts';

export interface StaffNames {
  readonly byUser: Readonly<Record<string, string>>;
  readonly byTechnician: Readonly<Record<string, string>>;
}

export const staffKeys = { names: ['staff', 'names'] as const };

export const staffNames = queryOptions({
  queryKey: staffKeys.names,
  async queryFn({ signal }): Promise<StaffNames> {
    const byUser: Record<string, string> = {};
    const byTechnician: Record<string, string> = {};
    let cursor: string | undefined;
    do {
      const page = await get<Page<Colleague>>('/staff', { limit: 200, cursor }, signal);
      for (const { userId, technicianId, name } of page.data) {
        if (userId !== null) byUser[userId] = name;
        if (technicianId !== null) byTechnician[technicianId] = name;
      }
      cursor = page.page.next ?? undefined;
    } while (cursor !== undefined);
    return { byUser, byTechnician };
  },
  staleTime: 5 * 60_000,
});
