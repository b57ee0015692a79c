/** A ticket as its row holds it. Instants are ISO strings. */
import type { FileType } from '../../contracts/attachments.ts';
import type {
  Escalation,
  PackageChange,
  SlaState,
  TicketPriority,
  TicketStatus,
  TicketType,
} from '../../contracts/tickets.ts';
import type { ActorState, By } from '../../engine/actor-types.ts';
import type { TeamMember } from './commands.ts';

/** What decides about an attachment. */
export interface AttachedFile {
  readonly id: string;
  readonly fileType: FileType;
  readonly internal: boolean;
  /** The account that sent it. */
  readonly uploadedBy: string;
  readonly fromCustomer: boolean;
  readonly at: string;
}

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
  readonly registrationId: string | null;
  /** The lead of the team. */
  readonly technicianId: string | null;
  readonly team: readonly TeamMember[];
  readonly scheduledAt: string | null;
  /** Of an upgrade or downgrade: which package, from when. */
  readonly packageChange: PackageChange | null;
  /** The day in which its team holds places for it; null while it has no team at work. */
  readonly workDay: string | null;
  readonly resolution: string | null;
  readonly holdReason: string | null;
  readonly cancelReason: string | null;
  readonly reopenedCount: number;
  /** The survivor of a duplicate; `apart` when the duplicate's customer does not see it. */
  readonly mergedInto: { readonly id: string; readonly number: string; readonly apart: boolean } | null;
  readonly snoozedUntil: string | null;
  /** The account that put it to sleep: who is told when it is back. */
  readonly snoozedBy: string | null;
  /** The customer's, of the last completion. */
  readonly rating: number | null;
  readonly ratingFeedback: string | null;
  /** When it was first rated; a change of mind does not move it. */
  readonly ratedAt: string | null;
  /** When the present clock began to run (opened, reopened, resumed, priority changed): it names the clock. */
  readonly slaStartedAt: string | null;
  /** Null while the clock stands still. */
  readonly slaDueAt: string | null;
  /** `paused` only for a clock that was neither warned nor breached; those two stay through a hold. */
  readonly slaState: SlaState;
  /** What is left of a clock that stands still; negative when it stopped overdue. Null while it runs. */
  readonly slaRemainingMs: number | null;
  /** Of a breach; null while there was none. */
  readonly escalation: Escalation | null;
  /** What is attached now; the bytes and the names are in tables of their own. */
  readonly attachments: readonly AttachedFile[];
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
  'registrationId',
  'technicianId',
  'team',
  'scheduledAt',
  'packageChange',
  'workDay',
  'resolution',
  'holdReason',
  'cancelReason',
  'reopenedCount',
  'mergedInto',
  'snoozedUntil',
  'snoozedBy',
  'rating',
  'ratingFeedback',
  'ratedAt',
  'slaStartedAt',
  'slaDueAt',
  'slaState',
  'slaRemainingMs',
  'escalation',
  'attachments',
  'createdBy',
  'createdAt',
  'updatedAt',
  'assignedAt',
  'startedAt',
  'completedAt',
] as const satisfies readonly (keyof TicketState)[];

export const ticketInstants = [
  'scheduledAt',
  'snoozedUntil',
  'ratedAt',
  'slaStartedAt',
  'slaDueAt',
  'createdAt',
  'updatedAt',
  'assignedAt',
  'startedAt',
  'completedAt',
] as const satisfies readonly (keyof TicketState)[];
