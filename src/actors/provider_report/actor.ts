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
}

export const providerReport: ActorDefinition<ProviderReportState, ProviderReportCommand> = {
  kind: 'provider_report',
  table: 'provider_reports',
  columns: ['id', 'seq', 'version', 'provider', 'messageId', 'status', 'receivedAt'],
  instants: ['receivedAt'],
  decide(state, { provider, messageId, status }) {
    if (state) return { events: [] };
    return { events: [event('provider_report.received', { provider, messageId, status })] };
  },
  evolve(_state, from, { id, at }) {
    if (from.type !== 'provider_report.received') return unknownEvent('provider_report', from.type);
    return { id, seq: 0, version: 0, ...dataOf('provider_report.received', from), receivedAt: at };
  },
  raisesVersion: () => true,
  /** Nobody hears of it: what it changes is in the ledger. */
  audience: () => [],
  eventVersion,
};
