/** A ticket as its row holds it. Instants are ISO strings. */
import type { SlaState, TicketPriority, TicketStatus, TicketType } from '../../contracts/tickets.ts';
import type { ActorState, By } from '../../engine/actor-types.ts';
import type { TeamMember } from './commands.ts';

export interface TicketState extends ActorState {
  readonly number: string;
  readonly type: TicketType;
  readonly priority: TicketPriority;
  readonly status: TicketStatus;
  readonly title: string;
  readonly description: string | null;
  readonly category: string | null;
  readonly zone: string | null;
  readonly customerId: string | null;
  /** The lead of the team. */
  readonly technicianId: string | null;
  readonly team: readonly TeamMember[];
  readonly scheduledAt: string | null;
  readonly resolution: string | null;
  readonly holdReason: string | null;
  readonly cancelReason: string | null;
  readonly reopenedCount: number;
  /** When the present clock began to run (opened, reopened, resumed, priority changed): it names the clock. */
  readonly slaStartedAt: string | null;
  /** Null while the clock stands still. */
  readonly slaDueAt: string | null;
  /** `paused` only for a clock that was neither warned nor breached; those two stay through a hold. */
  readonly slaState: SlaState;
  /** What is left of a clock that stands still; negative when it stopped overdue. Null while it runs. */
  readonly slaRemainingMs: number | null;
  readonly createdBy: By;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly assignedAt: string | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
}

export const ticketColumns = [
  'id',
  'seq',
  'version',
  'number',
  'type',
  'priority',
  'status',
  'title',
  'description',
  'category',
  'zone',
  'customerId',
  'technicianId',
  'team',
  'scheduledAt',
  'resolution',
  'holdReason',
  'cancelReason',
  'reopenedCount',
  'slaStartedAt',
  'slaDueAt',
  'slaState',
  'slaRemainingMs',
  'createdBy',
  'createdAt',
  'updatedAt',
  'assignedAt',
  'startedAt',
  'completedAt',
] as const satisfies readonly (keyof TicketState)[];

export const ticketInstants = [
  'scheduledAt',
  'slaStartedAt',
  'slaDueAt',
  'createdAt',
  'updatedAt',
  'assignedAt',
  'startedAt',
  'completedAt',
] as const satisfies readonly (keyof TicketState)[];
