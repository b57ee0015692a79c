/**
 * What is wrong with a field, in the person's language: from an issue of a contract's schema, or from a field error
 * of the API. A message travels as `id|{"argument":1}`, so that contracts need not know languages.
 */
import * as z from 'zod/mini';
import type { MessageId, Text, Values } from './text.ts';

/** Sentences that the contracts give themselves. */
const known: Readonly<Record<string, MessageId>> = {
  'must not contain NUL characters': 'form.characters',
  'must be valid Unicode': 'form.characters',
  'must be between 2000 and 2100': 'form.instant',
  'lower case letters, digits and hyphens': 'form.zone',
  'lower case letters, digits, dot, hyphen, underscore': 'form.username',
  'must be an e-mail address': 'form.email',
  'must be 6 to 15 digits, with or without a leading +': 'form.phone',
  'name at least one field': 'form.nothingChanged',
  'must be the same twice': 'form.notRepeated',
  'is not the present password': 'form.wrongPassword',
  'is more than you may do yourself': 'form.beyondRights',
  'has passed': 'form.passed',
  'letters, digits and @ . : _ - only': 'form.groupId',
  'is not a known customer': 'form.unknownCustomer',
  'is not a known technician': 'form.unknownTechnician',
  'is not a known ticket': 'form.unknownTicket',
  'is taken': 'form.taken',
  'has an account already': 'form.hasAccount',
  'must be 4 to 64 capitals, digits, dots, slashes, hyphens': 'equipment.serial.wrong',
  'an installation needs equipmentSerials': 'form.required',
  'an installation needs signalDbm': 'form.required',
  'an installation needs a photo attached to the ticket': 'form.photoNeeded',
  'photos are still being sent': 'form.photosUnderWay',
  'must be 1 to 3 digits': 'form.neighbourhood',
  'must be 5 digits': 'form.postalCode',
  'is not an offered package': 'form.notOffered',
  'must be said on purpose': 'form.onPurpose',
  'must be six digits': 'form.digits6',
  'must be a phone number': 'form.phoneNumber',
  'must not be in the past': 'form.inPast',
  'is not offered': 'form.notOffered',
  'must be a number like R-000123': 'form.registrationNumber',
};

/** Also keeps zod from compiling code, which the page's CSP forbids. */
export function configureIssues(): void {
  z.config({
    jitless: true,
    customError(issue) {
      if (issue.code === 'too_small')
        return issue.origin === 'string' && Number(issue.minimum) > 1
          ? encode('form.tooShort', { minimum: Number(issue.minimum) })
          : issue.origin === 'number'
            ? encode('form.tooSmall', { minimum: Number(issue.minimum) })
            : encode('form.required');
      if (issue.code === 'too_big')
        return issue.origin === 'number'
          ? encode('form.tooBig', { maximum: Number(issue.maximum) })
          : encode('form.tooLong', { maximum: Number(issue.maximum) });
      if (issue.code === 'invalid_type' && (issue.input === undefined || issue.input === null))
        return encode('form.required');
      return encode('form.invalid');
    },
  });
}

function encode(id: MessageId, values: Values = {}): string {
  return `${id}|${JSON.stringify(values)}`;
}

export function issueText(text: Text, message: string | undefined): string | undefined {
  if (message === undefined || message === '') return undefined;
  const split = message.indexOf('|{');
  if (split > 0)
    return text(message.slice(0, split) as MessageId, JSON.parse(message.slice(split + 1)) as Values);
  const id = known[message];
  return id ? text(id) : message;
}
