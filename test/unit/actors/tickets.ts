/** Arranges tickets for tests. */
import { ticket } from '../../../src/actors/ticket/actor.ts';
import type { CreateTicket, TeamMember } from '../../../src/actors/ticket/commands.ts';
import { given } from '../../support/actors.ts';

export const lead: TeamMember = { technicianId: 'tech-1', userId: 'user-1', lead: true };
export const helper: TeamMember = { technicianId: 'tech-2', userId: 'user-2', lead: false };

export function createCommand(changes: Partial<CreateTicket> = {}): CreateTicket {
  return {
    type: 'create',
    number: 'T-000001',
    ticketType: 'repair',
    priority: 'normal',
    title: 'Internet mati',
    description: null,
    category: null,
    zone: 'depok',
    customerId: 'customer-1',
    scheduledAt: null,
    ...changes,
  };
}

export const open = (changes?: Partial<CreateTicket>) => given(ticket).and(createCommand(changes));
export const assigned = (changes?: Partial<CreateTicket>) =>
  open(changes).and({ type: 'assign', team: [lead, helper] });
export const inProgress = (changes?: Partial<CreateTicket>) => assigned(changes).and({ type: 'start' });
export const onHold = (changes?: Partial<CreateTicket>) =>
  inProgress(changes).and({ type: 'hold', reason: 'rain' });
export const completed = (changes?: Partial<CreateTicket>) =>
  inProgress(changes).and({ type: 'complete', resolution: 'Connector replaced.' });
