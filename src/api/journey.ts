/**
 * The journey of one event (D2, X1): committed, rung, numbered, each handler, emitted, each delivery, each socket,
 * and when a person saw it.
 *
 * What is true stands in the tables of record; spans add the times that no table has, while they are kept.
 */
import type { Viewer } from '../authority/viewer.ts';
import { queues } from '../contracts/generic/queues.ts';
import type { HandlerState, Journey, JourneyHandler } from '../contracts/journey.ts';
import type { Queryable } from '../engine/database.ts';
import type { Handler } from '../engine/handler-types.ts';
import {
  type AttemptOfDelivery,
  type CausedEvent,
  type DeliveryOfEvent,
  type GroupProgress,
  type LetterOfEvent,
  readAttemptsOf,
  readCausedEvents,
  readCauseOfDelivery,
  readDeliveriesOfEvent,
  readEvent,
  readFollowerPositions,
  readLettersOfEvent,
  readProgress,
  readTimersOfEvent,
} from '../engine/journey-sql.ts';
import type { LoggedEvent } from '../engine/log.ts';
import { traceIdOf } from '../engine/telemetry/spans.ts';
import { followers } from '../handlers/registry.ts';
import { type JourneySpans, NO_SPANS, readJourneySpans } from '../ops/journey/spans.ts';
import type { Api } from './api.ts';

const NOTICE_KIND = 'notification';
const MAX_DELIVERIES = 200;
const MAX_CAUSED = 100;

export async function readJourney(
  api: Pick<Api, 'pool' | 'upcast' | 'handlers' | 'traces' | 'traceUi'>,
  viewer: Viewer,
  id: string,
): Promise<Journey | undefined> {
  const { pool } = api;
  const found = await readEvent(pool, id);
  if (!found) return undefined;
  const event = api.upcast(found);
  const handlers = api.handlers.filter(({ types }) => types.includes(event.type));
  const groups = [...new Set(handlers.map(({ group }) => group))];
  const actor = { kind: event.actorKind, id: event.actorId };
  const deliveries = await readDeliveriesOfEvent(pool, id, NOTICE_KIND, MAX_DELIVERIES);
  const attempts =
    deliveries.length > 0
      ? await readAttemptsOf(
          pool,
          deliveries.map((one) => one.id),
        )
      : [];
  const progress = await readProgress(pool, actor, groups);
  const letters = await readLettersOfEvent(pool, id);
  const caused = await readCausedEvents(pool, event, MAX_CAUSED);
  const timers = await readTimersOfEvent(pool, event);
  const followed = await readFollowerPositions(pool);
  const cause = event.actorKind === NOTICE_KIND ? await readCauseOfDelivery(pool, event.actorId) : undefined;
  const { trace, spans } = await readSpans(api, event, deliveries, groups);
  const mayRead = viewer.permissions.has('payloads.view');
  const name = await readName(pool, event);
  return {
    event: {
      id,
      type: event.type,
      version: event.version,
      actor,
      seq: event.seq,
      at: event.at,
      by: { kind: event.by.kind, id: event.by.id, ...(name === undefined ? {} : { name }) },
      traceId: traceIdOf(event.trace) ?? null,
      data: mayRead ? { ...event.data } : null,
      causedBy: cause?.eventId ?? null,
    },
    trace,
    position: event.position,
    rung: spans.rung,
    handlers: handlers.map((handler) =>
      handlerView({ handler, event, progress, letters, caused, deliveries, spans, mayRead }),
    ),
    followers: followers
      .filter(({ types }) => types.includes(event.type))
      .map((follower) => {
        const done = event.position !== null && (followed.get(follower.name) ?? -1) >= event.position;
        return { name: follower.name, state: done ? ('done' as const) : ('waiting' as const) };
      }),
    timers: timers.map(({ name, dueAt, attempts }) => ({ name, dueAt: dueAt.toISOString(), attempts })),
    emits: spans.emits,
    receipts: spans.receipts,
    deliveries: deliveries.map((delivery) => deliveryView(delivery, attempts, mayRead)),
    deliveriesTotal: deliveries[0]?.total ?? 0,
  };
}

async function readSpans(
  { traces, traceUi }: Pick<Api, 'traces' | 'traceUi'>,
  event: LoggedEvent,
  deliveries: readonly DeliveryOfEvent[],
  groups: readonly string[],
): Promise<{ trace: Journey['trace']; spans: JourneySpans }> {
  const traceId = traceIdOf(event.trace);
  if (!traceId) return { trace: 'none', spans: NO_SPANS };
  if (!traces) return { trace: traceUi ? 'elsewhere' : 'gone', spans: NO_SPANS };
  const answer = await (await traces()).trace(traceId);
  if (!answer.ok) return { trace: answer.problem.status === 404 ? 'gone' : 'away', spans: NO_SPANS };
  const notices = new Set(deliveries.flatMap(({ noticeEventId }) => noticeEventId ?? []));
  const rungIn = new Set([...groups, queues.realtime.name]);
  return { trace: 'kept', spans: readJourneySpans(answer.value, event.id, notices, rungIn) };
}

interface HandlerFacts {
  readonly handler: Handler;
  readonly event: LoggedEvent;
  readonly progress: readonly GroupProgress[];
  readonly letters: readonly LetterOfEvent[];
  readonly caused: readonly CausedEvent[];
  readonly deliveries: readonly DeliveryOfEvent[];
  readonly spans: JourneySpans;
  readonly mayRead: boolean;
}

function handlerView(facts: HandlerFacts): JourneyHandler {
  const { handler, event, progress, letters, caused, deliveries, spans, mayRead } = facts;
  const { name, group } = handler;
  const box = progress.find((one) => one.group === group);
  const letter = letters.find((one) => one.handler === name);
  const state = handlerState(handler, event, box, letter);
  const isNext = box !== undefined && (box.lastSeq ?? 0) === event.seq - 1 && state !== 'done';
  const error = letter?.error ?? (isNext ? (box?.lastError ?? null) : null);
  return {
    name,
    group,
    state,
    attempts: letter?.attempts ?? (isNext ? box.attempts : 0),
    maxAttempts: handler.attempts,
    retryAt: state === 'retrying' ? iso(box?.retryAt) : null,
    error: mayRead ? error : null,
    deadLetter: letter
      ? {
          id: letter.id,
          at: letter.at.toISOString(),
          resolvedAt: iso(letter.resolvedAt),
          reason: letter.reason,
        }
      : null,
    runs: spans.runs
      .filter((run) => run.group === group && (run.handler === null || run.handler === name))
      .map(({ group: _group, ...run }) => run),
    events: caused
      .filter(({ by }) => by.id === name)
      .map(({ id, type, at }) => ({ id, type, at: at.toISOString() })),
    notices: deliveries.filter(({ noticeBy }) => noticeBy?.id === name).length,
  };
}

/** Where the handler is with the event, from the cursor of its mailbox and its dead letter. Pure. */
export function handlerState(
  { name }: Pick<Handler, 'name'>,
  event: Pick<LoggedEvent, 'seq' | 'position'>,
  box: GroupProgress | undefined,
  letter: Pick<LetterOfEvent, 'status'> | undefined,
): HandlerState {
  if (letter) return letter.status;
  if (!box) return 'waiting';
  // What happened before the group was first seen is not asked for, unless it wanted history (then it starts at 0).
  if (event.position !== null && event.position <= box.startPosition) return 'before_group';
  if (box.lastSeq !== null && box.lastSeq >= event.seq) return 'done';
  const isNext = (box.lastSeq ?? 0) === event.seq - 1;
  if (isNext && box.done.includes(name)) return 'done';
  if (box.halted) return isNext ? 'halted' : 'behind';
  if (box.paused) return 'paused';
  if (box.retryAt === null || box.attempts === 0) return 'waiting';
  return isNext ? 'retrying' : 'behind';
}

function deliveryView(
  delivery: DeliveryOfEvent,
  attempts: readonly AttemptOfDelivery[],
  mayRead: boolean,
): Journey['deliveries'][number] {
  return {
    id: delivery.id,
    channel: delivery.channel,
    recipient: { kind: delivery.recipientKind, id: delivery.recipientId },
    template: delivery.template,
    status: delivery.status,
    reason: delivery.reason,
    attempts: attempts
      .filter((attempt) => attempt.delivery === delivery.id)
      .map(({ n, provider, startedAt, finishedAt, outcome, error, trace }) => ({
        n,
        provider,
        startedAt: startedAt.toISOString(),
        finishedAt: iso(finishedAt),
        outcome,
        error: mayRead ? error : null,
        traceId: traceIdOf(trace) ?? null,
      })),
    nextAttemptAt: iso(delivery.nextAttemptAt),
    createdAt: delivery.createdAt.toISOString(),
    acceptedAt: iso(delivery.acceptedAt),
    deliveredAt: iso(delivery.deliveredAt),
    shownAt: iso(delivery.shownAt),
    seenAt: iso(delivery.seenAt),
    readAt: iso(delivery.readAt),
    noticeEventId: delivery.noticeEventId,
  };
}

function iso(at: Date | null | undefined): string | null {
  return at?.toISOString() ?? null;
}

/** Of the person who did it; names stand in their table, never in the log (L6). */
async function readName(db: Queryable, { by }: LoggedEvent): Promise<string | undefined> {
  if (by.kind !== 'user') return undefined;
  const { rows } = await db.query<{ name: string }>({
    name: 'journey_name',
    text: 'select name from users where id = $1',
    values: [by.id],
  });
  return rows[0]?.name;
}
