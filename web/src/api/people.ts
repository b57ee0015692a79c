/** Personal data: a file of all of it, and erasing a person. */
import type * as z from 'zod/mini';
import type { Erasure, eraseSchema, PersonKind } from '../../../src/contracts/people.ts';
import { change } from './client.ts';

export const ownExportPath = '/api/v1/account/personal-data';

export function exportPath(kind: PersonKind, id: string): string {
  return `/api/v1/${kind}s/${encodeURIComponent(id)}/personal-data`;
}

export function erasePerson(
  kind: PersonKind,
  id: string,
  body: z.input<typeof eraseSchema>,
): Promise<Erasure> {
  return change('POST', `/${kind}s/${encodeURIComponent(id)}/erase`, { body });
}
