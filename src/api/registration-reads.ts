/** Reads registrations for staff. Which a filter means, list, total and bulk ask alike: `registrationConditions`. */
import type * as z from 'zod/mini';
import { registration } from '../actors/registration/actor.ts';
import type { RegistrationState } from '../actors/registration/state.ts';
import type { Viewer } from '../authority/viewer.ts';
import type {
  listRegistrationsQuery,
  Registration,
  RegistrationFilterQuery,
} from '../contracts/registrations.ts';
import type { Queryable } from '../engine/database.ts';
import { and, andIf, listRows, type Page, type SortKey, type Where, where } from './list.ts';
import { stateOf } from './reads.ts';
import { registrationView } from './registration-view.ts';
import { patternOf, searchWords } from './search-words.ts';

const ROW = `to_jsonb(r) || jsonb_build_object('packageName', (select p.name from packages p where p.id = r.package_id))`;

const sorts: Readonly<Record<string, SortKey>> = {
  number: { expression: 'r.number', type: 'text' },
  createdAt: { expression: 'r.created_at', type: 'instant', never: 'null' },
  updatedAt: { expression: 'r.updated_at', type: 'instant', never: 'null' },
};

/**
 * Conditions over `registrations r`. Every word that is looked for stands in number, name, phone or e-mail.
 * Index: registrations_search.
 */
export function registrationConditions({ zone, status, q }: RegistrationFilterQuery): Where {
  const conditions = where();
  andIf(conditions, zone, 'r.zone = $?');
  andIf(conditions, status, 'r.status = any($?::text[])');
  // One by one: of `like all` an index knows nothing.
  for (const word of q === undefined ? [] : searchWords(q))
    and(conditions, 'r.search like $?', patternOf(word));
  return conditions;
}

export async function listRegistrations(
  db: Queryable,
  viewer: Viewer,
  query: z.output<typeof listRegistrationsQuery>,
): Promise<Page<Registration & { readonly packageName: string | null }>> {
  return await listRows(
    db,
    {
      select: ROW,
      from: 'registrations r',
      where: registrationConditions(query),
      sort: query.sort,
      sorts,
      id: 'r.id',
      cursor: query.cursor,
      limit: query.limit,
    },
    (row) => ({
      ...registrationView(stateOf<RegistrationState>(registration, row), viewer),
      packageName: (row.packageName as string | null) ?? null,
    }),
  );
}
