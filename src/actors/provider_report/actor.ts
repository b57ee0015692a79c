/** A provider's report of one message: received once, whatever the number of its repetitions. Its id is the provider's. */
import type { ReportedStatus } from '../../contracts/events/provider-report.ts';
import { eventVersion } from '../../contracts/events.ts';
import type { ActorDefinition, ActorState } from '../../engine/actor-types.ts';
import { dataOf, event, unknownEvent } from '../event.ts';

export interface ProviderReportState extends ActorState {
  readonly provider: string;
  readonly messageId: string;
  readonly status: ReportedStatus;
  readonly receivedAt: string;
}

export interface ProviderReportCommand {
  readonly type: 'receive';
  readonly provider: string;
  readonly messageId: string;
  readonly status: ReportedStatus;
  /** Our own id of the message, where the provider gives it back. */
  readonly deliveryId?: string;
  /** Why it failed. */
  readonly reason?: string;
}

export const providerReport: ActorDefinition<ProviderReportState, ProviderReportCommand> = {
  kind: 'provider_report',
  table: 'provider_reports',
  columns: ['id', 'seq', 'version', 'provider', 'messageId', 'status', 'receivedAt'],
  instants: ['receivedAt'],
  decide(state, { type: _type, ...report }) {
    if (state) return { events: [] };
    return { events: [event('provider_report.received', report)] };
  },
  evolve(_state, from, { id, at }) {
    if (from.type !== 'provider_report.received') return unknownEvent('provider_report', from.type);
    const { provider, messageId, status } = dataOf('provider_report.received', from);
    return { id, seq: 0, version: 0, provider, messageId, status, receivedAt: at };
  },
  raisesVersion: () => true,
  /** Nobody hears of it: what it changes is in the ledger. */
  audience: () => [],
  eventVersion,
};
