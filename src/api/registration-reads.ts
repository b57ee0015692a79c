/** Which registrations a filter means: conditions in SQL over `registrations r`. List, total and bulk ask the same. */
import type { RegistrationFilterQuery } from '../contracts/registrations.ts';
import { and, andIf, contains, type Where, where } from './list.ts';

export function registrationConditions({ zone, status, q }: RegistrationFilterQuery): Where {
  const conditions = where();
  andIf(conditions, zone, 'r.zone = $?');
  andIf(conditions, status, 'r.status = any($?::text[])');
  if (q !== undefined) {
    const words = contains(q);
    const columns = ['number', 'name', 'phone', 'email'].map((column) => `r.${column} ilike $?`);
    and(conditions, `(${columns.join(' or ')})`, words, words, words, words);
  }
  return conditions;
}
