/**
 * Why something was refused, as the portal says it; the API says it in English. Only what staff come upon: their part
 * of the catalogue has the words. What is not known here gets the remedy of its code.
 */
import type { MessageId, Values } from './text.ts';

const known: readonly (readonly [RegExp, MessageId])[] = [
  [/packageChange: edit the ticket\.$/, 'refusal.packageMissing'],
  [/^A change of package needs a customer/, 'refusal.packageCustomer'],
  [/^The package of an installed line/, 'refusal.packageByTicket'],
  [/^The time must be ahead/, 'refusal.snoozeSpan'],
  [/^You are not in the team/, 'refusal.notInTeam'],
  [/^Only technicians of its zone/, 'refusal.otherZone'],
  [/^Your account is not that of a technician/, 'refusal.noTechnician'],
  [/^There is no survey yet/, 'refusal.noSurvey'],
  [/^Somebody has the username /, 'refusal.codeTaken'],
  [/has a portal account already\.$/, 'refusal.hasAccount'],
  [/nobody could change rights any more\.$/, 'refusal.lastRights'],
  [/^This is the last administrator/, 'refusal.lastAdministrator'],
  [/^Nobody changes their own role/, 'refusal.ownRole'],
  [/^Nobody locks themselves out/, 'refusal.ownAccount'],
  [/^Nobody erases themselves/, 'refusal.ownErasure'],
  [/^Equipment with this serial is in use/, 'refusal.serialInUse'],
  [/^It runs at this very instant/, 'refusal.running'],
  [/^Still open: (.+)\.$/, 'refusal.stillOpen'],
  [/^(\d+) \w+ match by now/, 'refusal.matches'],
  [/^(\d+) views are the most/, 'refusal.views'],
];

export function reasonOf(detail: string | undefined): readonly [MessageId, Values] | undefined {
  for (const [pattern, id] of known) {
    const match = pattern.exec(detail ?? '');
    if (match) return [id, { what: match[1] }];
  }
  return undefined;
}
