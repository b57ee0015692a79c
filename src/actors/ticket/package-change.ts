/** Upgrades and downgrades: which package, and from when; the customer gets it when the ticket is completed. */
import type { PackageChange, TicketType } from '../../contracts/tickets.ts';
import type { Rejection } from '../../engine/actor-types.ts';
import { refuse } from '../event.ts';
import type { TicketState } from './state.ts';

export function changesPackage(type: TicketType): boolean {
  return type === 'upgrade' || type === 'downgrade';
}

/** Of what is asked for at creation or in an edit. */
export function refusePackageChange(
  ticket: { readonly type: TicketType; readonly customerId: string | null },
  asked: PackageChange | undefined,
): Rejection | undefined {
  if (!asked) return undefined;
  if (!changesPackage(ticket.type))
    return refuse('not_possible', 'Only an upgrade or a downgrade changes the package.');
  return ticket.customerId === null
    ? refuse('not_possible', 'A change of package needs a customer.')
    : undefined;
}

/** An upgrade of a customer cannot be completed before it says to what. */
export function lacksPackage({ type, customerId, packageChange }: TicketState): boolean {
  return changesPackage(type) && customerId !== null && packageChange === null;
}
