/**
 * Writes what became of an attempt, together with what the domain wants done about it: a notice to an admin, a
 * command to an actor. One transaction, or one statement when nothing follows.
 */
import type { Committed } from './committed.ts';
import { isContention, type Pool, transaction } from './database.ts';
import { type DecideTools, newDecisions } from './decide.ts';
import type { DeliveryOutcome } from './delivery-policy.ts';
import { type Delivery, finishDelivery, type Recovered, recoverExpired } from './delivery-sql.ts';
import type { Effect } from './effects.ts';
import { decideAll } from './waves.ts';
import { writeDecisions } from './write.ts';

export interface OutcomeTools extends DecideTools {
  readonly pool: Pool;
  /** Pure. What follows from an outcome; committed with it. */
  readonly onOutcome: (delivery: Delivery, outcome: DeliveryOutcome) => readonly Effect[];
  /** Rings for what the effects left behind; never awaited. */
  readonly onCommitted: (committed: Committed) => void;
}

const MAX_REPEATS = 5;

/** False when the attempt is not this worker's any more: nothing was written. */
export async function commitOutcome(
  tools: OutcomeTools,
  delivery: Delivery,
  token: string,
  outcome: DeliveryOutcome,
  trace: string | undefined,
): Promise<boolean> {
  const effects = tools.onOutcome(delivery, outcome);
  if (effects.length === 0) return await finishDelivery(tools.pool, delivery.id, token, outcome, trace);
  for (let repeat = 0; ; repeat++) {
    try {
      const committed = await transaction(tools.pool, async (client) => {
        if (!(await finishDelivery(client, delivery.id, token, outcome, trace))) return undefined;
        return await writeEffects(client, tools, [{ delivery, effects }]);
      });
      if (committed) tools.onCommitted(committed);
      return committed !== undefined;
    } catch (error) {
      if (!isContention(error) || repeat >= MAX_REPEATS) throw error;
    }
  }
}

/** Gives lost attempts their outcome; returns the deliveries that have to be rung again. */
export async function commitRecovery(tools: OutcomeTools, limit: number): Promise<Recovered[]> {
  const { recovered, committed } = await transaction(tools.pool, async (client) => {
    const found = await recoverExpired(client, limit);
    const ended = found.flatMap((delivery) => {
      if (delivery.status === 'queued') return [];
      const outcome = { outcome: delivery.status, error: 'The process ended during the attempt' };
      return [{ delivery, effects: tools.onOutcome(delivery, outcome) }];
    });
    return { recovered: found, committed: await writeEffects(client, tools, ended) };
  });
  tools.onCommitted(committed);
  return recovered;
}

async function writeEffects(
  client: Parameters<typeof writeDecisions>[0],
  tools: OutcomeTools,
  outcomes: readonly { readonly delivery: Delivery; readonly effects: readonly Effect[] }[],
): Promise<Committed> {
  const decisions = newDecisions();
  for (const { delivery, effects } of outcomes) {
    const cause = {
      eventId: delivery.eventId,
      trace: delivery.trace,
      by: { kind: 'system', id: 'deliveries' } as const,
      now: tools.now().toISOString(),
      newId: tools.newId,
    };
    for (const effect of effects) decisions.effects.push({ effect, cause });
  }
  return await writeDecisions(client, decisions, await decideAll(client, tools, decisions, []));
}
