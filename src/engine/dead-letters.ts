/**
 * Dead letters: an event that a handler could not take within its attempts (M5). They wait for a person, who replays
 * them (that handler alone, once) or discards them with a reason.
 */
import type { By } from './actor-types.ts';
import type { Committed } from './committed.ts';
import { isContention, type Pool, type Queryable, transaction } from './database.ts';
import type { DecideTools } from './decide.ts';
import type { Handler } from './handler-types.ts';
import { type EventRecord, eventColumns, type LoggedEvent, toLoggedEvent } from './log.ts';
import { describeError, handleEvent, writeEffects } from './mailbox-effects.ts';
import type { Ringer } from './ring.ts';
import type { Upcast } from './upcasters.ts';

export type ReplayOutcome =
  | { readonly outcome: 'replayed' }
  /** It is there no more, or was resolved already. */
  | { readonly outcome: 'not_open' }
  /** This release has no such handler; nothing was done, and the letter can only be discarded. */
  | { readonly outcome: 'no_handler' }
  /** It failed again; the letter stays, with the new error. */
  | { readonly outcome: 'failed'; readonly error: string };

export interface DeadLetters {
  replay(id: string, by: By, reason: string | null): Promise<ReplayOutcome>;
  /** False when it was not open. */
  discard(id: string, by: By, reason: string): Promise<boolean>;
}

export interface DeadLettersOptions extends DecideTools {
  readonly pool: Pool;
  /** Of all groups. */
  readonly handlers: readonly Handler[];
  readonly ringer: Pick<Ringer, 'ring' | 'ringMailboxes'>;
  readonly upcast?: Upcast;
}

const MAX_REPEATS = 5;

export function createDeadLetters(options: DeadLettersOptions): DeadLetters {
  const { pool, ringer } = options;
  return {
    async replay(id, by, reason) {
      for (let repeat = 0; ; repeat++) {
        try {
          const result = await transaction(pool, (client) => replayLocked(client, id, by, reason));
          if (!result) return { outcome: 'not_open' };
          if (result === 'no_handler') return { outcome: 'no_handler' };
          ringer.ring(result.committed);
          ringer.ringMailboxes(result.group, [result.actor]);
          return { outcome: 'replayed' };
        } catch (error) {
          if (isContention(error) && repeat < MAX_REPEATS) continue;
          const text = describeError(error);
          await pool.query(
            `update dead_letters set error = $2, attempts = attempts + 1 where id = $1 and status = 'dead'`,
            [id, text],
          );
          return { outcome: 'failed', error: text };
        }
      }
    },

    async discard(id, by, reason) {
      const letter = await transaction(pool, async (client) => {
        const open = await lockOpenLetter(client, id);
        if (open) await resolveLetter(client, open, 'discarded', by, reason);
        return open;
      });
      if (letter) ringer.ringMailboxes(letter.group, [letter.actor]);
      return letter !== undefined;
    },
  };

  async function replayLocked(
    client: Queryable,
    id: string,
    by: By,
    reason: string | null,
  ): Promise<(OpenLetter & { committed: Committed }) | 'no_handler' | undefined> {
    const letter = await lockOpenLetter(client, id);
    if (!letter) return undefined;
    const handler = options.handlers.find((one) => one.name === letter.handler);
    if (!handler) return 'no_handler';
    const event = options.upcast?.(letter.event) ?? letter.event;
    const loaded = handler.load ? await handler.load([event], client) : undefined;
    const effects = handleEvent(options, handler, event, loaded, options.now().toISOString());
    const committed = await writeEffects(client, options, effects);
    await resolveLetter(client, letter, 'replayed', by, reason);
    return { ...letter, committed };
  }
}

interface OpenLetter {
  readonly id: string;
  readonly group: string;
  readonly handler: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly event: LoggedEvent;
}

/** Locked, so two people who press "replay" at once run it once. */
async function lockOpenLetter(client: Queryable, id: string): Promise<OpenLetter | undefined> {
  const result = await client.query<EventRecord & { letter_id: string; group: string; handler: string }>({
    name: 'lock_dead_letter',
    text: `select d.id as letter_id, d."group", d.handler, ${eventColumns('e')}
      from dead_letters d join events e on e.id = d.event_id
     where d.id = $1 and d.status = 'dead' for update of d`,
    values: [id],
  });
  const row = result.rows[0];
  if (!row) return undefined;
  return {
    id: row.letter_id,
    group: row.group,
    handler: row.handler,
    actor: { kind: row.actor_kind, id: row.actor_id },
    event: toLoggedEvent(row),
  };
}

/** Its mailbox, if it waited for this, becomes due; the run looks by itself whether other letters hold it. */
async function resolveLetter(
  client: Queryable,
  letter: OpenLetter,
  status: 'replayed' | 'discarded',
  by: By,
  reason: string | null,
): Promise<void> {
  await client.query({
    name: 'resolve_dead_letter',
    text: `with mailbox_due as (
        update mailbox set halted = false, retry_at = clock_timestamp()
         where "group" = $5 and actor_kind = $6 and actor_id = $7 and halted)
      update dead_letters set status = $2, resolved_at = now(), resolved_by = $3, reason = $4 where id = $1`,
    values: [letter.id, status, by, reason, letter.group, letter.actor.kind, letter.actor.id],
  });
}
