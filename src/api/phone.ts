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
