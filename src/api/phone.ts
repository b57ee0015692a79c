/** Phones as people write them, in the one form in which they are kept (E.164). */
import { invalid } from './problem.ts';

/**
 * Without a + it is read as Indonesian.
 * @throws ApiProblem invalid_request
 */
export async function readPhone(written: string, path: string): Promise<string> {
  // Its tables are memory of the processes that need them.
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
  const phone = parsePhoneNumberFromString(written, 'ID');
  if (!phone?.isValid()) throw invalid(path, 'must be a phone number');
  return phone.number;
}

/**
 * The fields with their phone in that form, where they have one.
 * @throws ApiProblem invalid_request
 */
export async function withPhone<T extends { readonly phone?: string | null | undefined }>(
  fields: T,
): Promise<T> {
  return fields.phone ? { ...fields, phone: await readPhone(fields.phone, 'phone') } : fields;
}
