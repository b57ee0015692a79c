/**
 * The duty `incidents`: looks every two seconds at what failed, who is down and what is late, and opens and closes
 * incidents. In one transaction under the lease: that something was told, and the event that tells it, commit
 * together, so a killed duty neither loses nor doubles a notice.
 */
import type { IncidentCause } from '../actors/incident/commands.ts';
import type { Queryable } from '../engine/database.ts';
import { newDecisions } from '../engine/decide.ts';
import type { DutyTask } from '../engine/duty.ts';
import type { FiguresDuty } from '../engine/figures.ts';
import { readProviderHealth } from '../engine/provider-health.ts';
import type { ScheduleTools } from '../engine/schedules.ts';
import { takeUntoldDeliveries, takeUntoldLetters } from '../engine/untold.ts';
import { decideAll } from '../engine/waves.ts';
import { writeDecisions } from '../engine/write.ts';
import { createTroubles, type TroublePolicy } from './troubles.ts';

export interface IncidentsOptions extends ScheduleTools {
  readonly figures: Pick<FiguresDuty, 'latest'>;
  readonly policy: TroublePolicy;
  /** Until a failed message counts: whether its provider is down is known by then. */
  readonly settleMs?: number;
}

const EVERY_MS = 2_000;
const SETTLE_MS = 5_000;
const AT_ONCE = 1_000;

export function incidentsTask(options: IncidentsOptions): DutyTask {
  const troubles = createTroubles(options.policy);
  return {
    name: 'incidents',
    everyMs: EVERY_MS,
    async run({ inLease }) {
      const committed = await inLease(async (client) => {
        const condition = {
          failedMessages: await takeUntoldDeliveries(client, options.settleMs ?? SETTLE_MS, AT_ONCE),
          deadLetters: await takeUntoldLetters(client, AT_ONCE),
          // After the failures: whatever made them is known.
          providers: await readProviderHealth(client),
          figures: options.figures.latest(),
        };
        const open = await readOpenIncidents(client);
        const commands = troubles.assess(condition, open, options.now().getTime());
        if (commands.length === 0) return undefined;
        const decisions = newDecisions();
        const rows = await decideAll(
          client,
          options,
          decisions,
          commands.map(({ id, command }) => ({
            actor: { kind: 'incident', id },
            command,
            by: { kind: 'system', id: 'incidents' },
            trace: null,
          })),
        );
        return await writeDecisions(client, decisions, rows);
      });
      if (committed) options.onCommitted(committed);
    },
  };
}

/** Index: incidents_open. */
async function readOpenIncidents(db: Queryable): Promise<{ id: string; cause: IncidentCause }[]> {
  const result = await db.query<{ id: string; cause: IncidentCause }>({
    name: 'read_open_incidents',
    text: `select id, cause from incidents where status = 'open' order by id limit 1000`,
  });
  return result.rows;
}
