/**
 * The duty `webhooks`: disables a webhook whose receiver fails persistently.
 *
 * One message that was given up is no reason; that nothing was accepted since that message was made is one: then
 * every attempt of its days failed. A receiver that answered 410 asked for it. What was committed before the webhook
 * was last enabled says nothing.
 */
import type { DisableReason, WebhookCommand } from '../actors/webhook/commands.ts';
import type { Queryable } from '../engine/database.ts';
import { newDecisions } from '../engine/decide.ts';
import type { DutyTask } from '../engine/duty.ts';
import type { ScheduleTools } from '../engine/schedules.ts';
import { decideAll } from '../engine/waves.ts';
import { writeDecisions } from '../engine/write.ts';

const EVERY_MS = 10_000;

export function webhooksTask(options: ScheduleTools): DutyTask {
  return {
    name: 'webhooks',
    everyMs: EVERY_MS,
    async run({ inLease }) {
      const committed = await inLease(async (client) => {
        const failing = await readFailing(client);
        if (failing.length === 0) return undefined;
        const decisions = newDecisions();
        const rows = await decideAll(
          client,
          options,
          decisions,
          failing.map(({ id, reason }) => ({
            actor: { kind: 'webhook', id },
            command: { type: 'disable', reason } satisfies WebhookCommand,
            by: { kind: 'system', id: 'webhooks' },
            trace: null,
          })),
        );
        return await writeDecisions(client, decisions, rows);
      });
      if (committed) options.onCommitted(committed);
    },
  };
}

/** Index: deliveries_webhook; the few active webhooks are read whole. */
async function readFailing(db: Queryable): Promise<{ id: string; reason: DisableReason }[]> {
  const { rows } = await db.query<{ id: string; reason: DisableReason }>({
    name: 'failing_webhooks',
    text: `select w.id, case when f.gone then 'gone' else 'failing' end as reason from webhooks w, lateral (
        select d.created_at, d.last_error like 'http_410%' as gone from deliveries d
         where d.channel = 'webhook' and d.recipient_id = w.id and d.status = 'failed'
           and d.attempted_at > w.enabled_at
         order by d.created_at desc limit 1) f
      where w.status = 'active' and not exists (
        select from deliveries d where d.channel = 'webhook' and d.recipient_id = w.id
           and d.accepted_at > greatest(f.created_at, w.enabled_at))`,
  });
  return rows;
}
