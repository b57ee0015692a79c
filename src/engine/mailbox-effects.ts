/** From an event and a handler to effects, and from effects to rows (M3): shared by all ways a mailbox can run. */
import type { Committed } from './committed.ts';
import { errorCode, isContention, isDatabaseDown, type Queryable } from './database.ts';
import { newDecisions } from './decide.ts';
import type { CausedEffect } from './effect-rows.ts';
import type { RowEffect } from './effects.ts';
import type { Handler } from './handler-types.ts';
import type { LoggedEvent } from './log.ts';
import type { MailboxTools } from './mailbox-types.ts';
import { decideAll } from './waves.ts';
import { writeDecisions } from './write.ts';

/** What the handler wants done, each effect with the event that caused it. Pure; throws what the handler throws. */
export function handleEvent(
  tools: Pick<MailboxTools, 'newId'>,
  handler: Handler,
  event: LoggedEvent,
  loaded: unknown,
  now: string,
): CausedEffect[] {
  const by = { kind: 'handler', id: handler.name } as const;
  const cause = { eventId: event.id, trace: event.trace, by, now, newId: tools.newId };
  return handler.handle(event, loaded, { now, newId: tools.newId }).map((effect) => ({ effect, cause }));
}

/**
 * Decides the commands among the effects and writes everything, `rows` included, in the caller's transaction. `sent` is
 * called when the last statement is on its way.
 */
export async function writeEffects(
  client: Queryable,
  tools: Pick<MailboxTools, 'registry' | 'now' | 'newId'>,
  effects: readonly CausedEffect[],
  rows: readonly RowEffect[] = [],
  sent?: () => void,
): Promise<Committed> {
  const decisions = newDecisions();
  decisions.effects.push(...effects);
  const split = await decideAll(client, tools, decisions, []);
  split.rows.push(...rows);
  return await writeDecisions(client, decisions, split, undefined, sent);
}

/** One event and one handler, in the caller's transaction. */
export async function applyHandler(
  client: Queryable,
  tools: MailboxTools,
  handler: Handler,
  event: LoggedEvent,
): Promise<Committed> {
  const loaded = handler.load ? await handler.load([event], client) : undefined;
  const effects = handleEvent(tools, handler, event, loaded, tools.now().toISOString());
  return await writeEffects(client, tools, effects);
}

const STATEMENT_TIMEOUT = '57014';

/**
 * Nobody's fault: repeated, and no attempt of the event (M4). A statement that runs into its time limit is not among
 * them, or an event whose work is too much would be tried for ever.
 */
export function isTransient(error: unknown): boolean {
  return isContention(error) || (isDatabaseDown(error) && errorCode(error) !== STATEMENT_TIMEOUT);
}

/** In one line, without what a database error may quote of the data. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = errorCode(error);
  return `${error.name}${code ? ` ${code}` : ''}: ${error.message}`.slice(0, 2_000);
}

/** Several commits' worth of rings as one. */
export function joinCommitted(all: readonly Committed[]): Committed {
  return { events: all.flatMap((one) => one.events), deliveries: all.flatMap((one) => one.deliveries) };
}
