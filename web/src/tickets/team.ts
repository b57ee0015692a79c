/** Who goes along with the lead: pure. */
import type { Ticket } from '../../../src/contracts/tickets.ts';

type Teamed = Pick<Ticket, 'team'>;

export function membersOf({ team }: Teamed): readonly string[] {
  return team.filter(({ lead }) => !lead).map(({ technicianId }) => technicianId);
}

/** What a command says of them: an assignment replaces the team, and whoever is not named is off it. */
export function besideLead(
  members: readonly string[],
  lead: string,
): { readonly members?: readonly string[] } {
  const others = members.filter((id) => id !== lead);
  return others.length > 0 ? { members: others } : {};
}
