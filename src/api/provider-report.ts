/** Commits what a provider reports or passes on, once, whatever the number of its repetitions; the rest is its mailbox's. */
import type { ProviderReplyCommand } from '../actors/provider_reply/actor.ts';
import type { ProviderReportCommand } from '../actors/provider_report/actor.ts';
import { errorCode } from '../engine/database.ts';
import { currentTraceparent } from '../engine/telemetry/spans.ts';
import type { Api } from './api.ts';

/** What became of a message. */
export function receiveReport(api: Api, id: string, command: ProviderReportCommand): Promise<void> {
  return receive(api, 'provider_report', id, command);
}

/** What somebody answered. */
export function receiveReply(
  api: Api,
  id: string,
  command: Extract<ProviderReplyCommand, { type: 'receive' }>,
): Promise<void> {
  return receive(api, 'provider_reply', id, command);
}

/** A repetition finds the row or the event of the first there, whichever is written first. */
async function receive(
  api: Api,
  kind: string,
  id: string,
  command: { readonly type: 'receive'; readonly provider: string },
): Promise<void> {
  const item = {
    actor: { kind, id },
    command,
    by: { kind: 'system', id: command.provider },
    trace: currentTraceparent() ?? null,
  } as const;
  try {
    await api.commands.run({
      creates: true,
      items: [item],
      answer: () => ({ status: 204, headers: {}, body: null }),
    });
  } catch (error) {
    if (errorCode(error) !== '23505') throw error;
  }
}
