// /ops/events/{eventId}: the journey of one event, and /ops/journey: an entity's events to choose from. Pure.

import type { Journey, JourneyHandler } from '../../contracts/journey.ts';
import { type Content, type Html, html } from '../pages/html.ts';
import {
  countText,
  DEFAULT_TIME_ZONE,
  durationText,
  type Notice,
  renderFrame,
  renderNotice,
  renderTime,
} from '../pages/layout.ts';
import { renderSteps, type Step, type StepState } from '../pages/steps.ts';

export type JourneyView = {
  journey: Journey;
  /** Whether the viewer may read payloads and error texts. */
  mayRead: boolean;
  timeZone?: string;
};

const traceNotices: Record<Exclude<Journey['trace'], 'kept'>, Notice> = {
  gone: {
    title: 'Its trace is gone.',
    detail:
      'Only recent traces are kept; what follows is from the tables, without the times that only spans have.',
  },
  elsewhere: { title: 'Its trace is elsewhere.', detail: 'Times of rings, runs and sockets are there.' },
  away: {
    title: 'The trace store is away.',
    detail: 'Times of rings, runs and sockets are missing; the rest is from the tables.',
  },
  none: {
    title: 'It has no trace.',
    detail: 'What made it was not traced; what follows is from the tables.',
  },
};

export function renderJourney({ journey, mayRead, timeZone = DEFAULT_TIME_ZONE }: JourneyView): string {
  const { event, trace } = journey;
  const time = (at: string): Html => renderTime(Date.parse(at), timeZone);
  return renderFrame({
    title: `${event.type}: journey`,
    current: 'traces',
    scripts: [],
    body: html`
<div class="heading">
<p class="crumb"><a href="/ops/traces">Traces</a> <span aria-hidden="true">/</span> Event <code>${event.id}</code></p>
<h1>${event.type}</h1>
<dl class="figures">
<div><dt>About</dt><dd>${entityLink(event.actor)} <span class="muted">no. ${event.seq}</span></dd></div>
<div><dt>By</dt><dd>${event.by.name ?? `${event.by.kind} ${event.by.id}`}</dd></div>
<div><dt>Committed</dt><dd>${time(event.at)}</dd></div>
<div><dt>Trace</dt><dd>${event.traceId ? traceLink(event.traceId) : 'none'}</dd></div>
${event.causedBy && html`<div><dt>Tells of</dt><dd><a href="/ops/events/${event.causedBy}">event ${event.causedBy}</a></dd></div>`}
</dl></div>
${trace !== 'kept' && renderNotice('information', traceNotices[trace])}
<section class="panel" aria-label="Journey">${renderSteps(stepsOf(journey, mayRead, time))}</section>`,
  });
}

type Time = (at: string) => Html;

function stepsOf(journey: Journey, mayRead: boolean, time: Time): Step[] {
  const { event, position } = journey;
  return [
    {
      title: 'Committed',
      state: 'good',
      note: time(event.at),
      body: event.data
        ? html`<details class="source"><summary>Data</summary><pre>${JSON.stringify(event.data, null, 2)}</pre></details>`
        : html`<p class="muted">Its data needs payloads.view.</p>`,
    },
    rungStep(journey, time),
    {
      title: 'Numbered',
      state: position === null ? 'open' : 'good',
      note: position === null ? 'Clients have not heard of it.' : `position ${position}`,
    },
    ...journey.handlers.map((handler) => handlerStep(handler, mayRead, time)),
    ...journey.followers.map(
      ({ name, state }): Step => ({
        title: `Follower ${name}`,
        state: state === 'done' ? 'good' : 'open',
        note: state === 'done' ? 'done' : 'has not reached it yet',
      }),
    ),
    ...(journey.timers.length > 0 ? [timerStep(journey, time)] : []),
    emitStep(journey, time),
    deliveryStep(journey, mayRead, time),
  ];
}

function rungStep({ rung, trace, handlers }: Journey, time: Time): Step {
  const failed = rung.some(({ error }) => error !== null);
  const unknown =
    trace === 'kept' ? 'no ring of it arrived in the trace; the sweep finds it' : 'time not known';
  return {
    title: 'Rung',
    state: failed
      ? 'warning'
      : rung.length > 0 || handlers.every(({ state }) => state === 'done')
        ? 'good'
        : 'open',
    note: rung[0] ? time(rung[0].at) : unknown,
    body: list(
      rung.map(
        ({ queue, tookMs, error }) =>
          html`<a href="/ops/traces?queue=${queue}">${queue}</a> <span class="muted">${durationText(tookMs)}</span>${error && html` <span class="danger">${error}; the sweep finds it</span>`}`,
      ),
    ),
  };
}

const handlerWords: Record<JourneyHandler['state'], [string, StepState]> = {
  done: ['done', 'good'],
  waiting: ['nobody has taken it yet', 'open'],
  behind: ['waits behind an earlier event of the same entity', 'warning'],
  retrying: ['failed, comes again', 'warning'],
  halted: ['waits for a person', 'danger'],
  dead: ['dead letter', 'danger'],
  replayed: ['was a dead letter, replayed', 'good'],
  discarded: ['was a dead letter, discarded', 'warning'],
  paused: ['its group is paused', 'warning'],
  before_group: ['happened before the group was there', 'good'],
};

function handlerStep(handler: JourneyHandler, mayRead: boolean, time: Time): Step {
  const { name, group, state, attempts, maxAttempts, retryAt, error, deadLetter, runs, events, notices } =
    handler;
  const [said, shown] = handlerWords[state];
  const failed = state !== 'done' && state !== 'waiting' && attempts > 0;
  return {
    title: name,
    state: shown,
    note: html`${said}${failed && `, attempt ${attempts} of ${maxAttempts}`}${retryAt && html`, next at ${time(retryAt)}`}`,
    body: html`${(error ?? failed) && html`<p class="danger">${error ?? (mayRead ? 'No error text.' : 'The error text needs payloads.view.')}</p>`}
${list([
  ...runs.map(
    (run) =>
      html`${time(run.at)} ran in <a href="/ops/traces?queue=${group}">${group}</a> for ${durationText(run.tookMs)}${run.waitMs !== null && `, waited ${durationText(run.waitMs)}`}${run.attempt > 1 && `, attempt ${run.attempt}`}${run.error && html` <span class="danger">${run.error}</span>`}${run.runTraceId && html` <a href="/ops/traces/${run.runTraceId}">run</a>`}`,
  ),
  ...(deadLetter
    ? [
        html`${time(deadLetter.at)} dead letter <a href="/dead-letters">${deadLetter.id}</a>${deadLetter.resolvedAt && html`, resolved ${time(deadLetter.resolvedAt)}`}${deadLetter.reason && `: ${deadLetter.reason}`}`,
      ]
    : []),
  ...events.map(({ id, type, at }) => html`${time(at)} made <a href="/ops/events/${id}">${type}</a>`),
  ...(notices > 0 ? [html`made ${countText(notices, 'notice')}, below`] : []),
])}`,
  };
}

function timerStep({ timers }: Journey, time: Time): Step {
  return {
    title: 'Timers it set',
    state: 'good',
    body: list(
      timers.map(
        ({ name, dueAt, attempts }) =>
          html`${name} at ${time(dueAt)}${attempts > 0 && html` <span class="danger">${countText(attempts, 'failed attempt')}</span>`}`,
      ),
    ),
  };
}

function emitStep({ event, emits, receipts, trace, position }: Journey, time: Time): Step {
  const own = emits.find(({ eventId }) => eventId === event.id);
  const acknowledged = receipts.filter(({ eventId }) => eventId === event.id);
  return {
    title: 'Emitted to sockets',
    state: own ? 'good' : trace === 'kept' || position === null ? 'open' : 'good',
    note: own
      ? html`${time(own.at)}, ${own.waitMs === null ? '' : `${durationText(own.waitMs)} after the commit, `}${acknowledged.length} of ${countText(own.socketsAsked, 'socket')} asked said that they have it`
      : trace === 'kept'
        ? 'no emit of it is in the trace (at many events a second only some are traced)'
        : 'time not known',
    body: renderReceipts(acknowledged),
  };
}

function renderReceipts(receipts: Journey['receipts']): Content {
  return list(
    receipts.map(
      ({ socket, transport, afterMs }) =>
        html`<code>${socket}</code> <span class="muted">${transport}</span> after ${durationText(afterMs)}`,
    ),
  );
}

const deliveryState = (status: string): StepState =>
  ['failed', 'unknown'].includes(status)
    ? 'danger'
    : ['queued', 'sending', 'discarded', 'suppressed'].includes(status)
      ? 'warning'
      : 'good';

function deliveryStep(journey: Journey, mayRead: boolean, time: Time): Step {
  const { deliveries, deliveriesTotal } = journey;
  const states = deliveries.map(({ status }) => deliveryState(status));
  const worst = (['danger', 'warning', 'good'] as const).find((one) => states.includes(one));
  return {
    title: 'Told',
    state: worst ?? 'open',
    note: deliveriesTotal === 0 ? 'nobody, so far' : countText(deliveriesTotal, 'message'),
    body:
      deliveries.length > 0 &&
      html`<div class="scroll"><table class="told"><thead><tr><th scope="col">Channel</th><th scope="col">To</th><th scope="col">Message</th><th scope="col">Status</th><th scope="col">When</th></tr></thead><tbody>
${deliveries.map((delivery) => renderDelivery(delivery, journey, mayRead, time))}</tbody></table></div>
${deliveriesTotal > deliveries.length && html`<p class="muted">${deliveriesTotal - deliveries.length} more; all are in the <a href="/deliveries">ledger</a>.</p>`}`,
  };
}

function renderDelivery(
  delivery: Journey['deliveries'][number],
  { emits, receipts }: Journey,
  mayRead: boolean,
  time: Time,
): Html {
  const { channel, recipient, template, status, reason, attempts, noticeEventId } = delivery;
  const emitted = emits.find(({ eventId }) => eventId === noticeEventId);
  const acknowledged = receipts.filter(({ eventId }) => eventId === noticeEventId);
  const when: (Html | false)[] = [
    html`made ${time(delivery.createdAt)}`,
    emitted !== undefined &&
      html`emitted ${time(emitted.at)}, ${acknowledged.length} of ${countText(emitted.socketsAsked, 'socket')} have it`,
    ...attempts.map(
      ({ n, provider, startedAt, finishedAt, outcome, error, traceId }) =>
        html`attempt ${n} ${time(startedAt)} by ${provider}${finishedAt && ` for ${durationText(Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)))}`}: <span class="${outcome && ['failed', 'unknown', 'retry', 'lost'].includes(outcome) ? 'danger' : ''}">${outcome ?? 'running'}</span>${error ? ` (${error})` : outcome && outcome !== 'sent' && !mayRead && ' (its error needs payloads.view)'}${traceId && html` <a href="/ops/traces/${traceId}">trace</a>`}`,
    ),
    delivery.nextAttemptAt !== null && html`next attempt ${time(delivery.nextAttemptAt)}`,
    delivery.acceptedAt !== null && html`accepted ${time(delivery.acceptedAt)}`,
    delivery.shownAt !== null && html`shown ${time(delivery.shownAt)}`,
    delivery.readAt !== null && html`read ${time(delivery.readAt)}`,
  ];
  return html`<tr><th scope="row">${channel}</th><td title="${recipient.id}">${recipient.kind} …${recipient.id.slice(-6)}</td>
<td>${noticeEventId ? html`<a href="/ops/events/${noticeEventId}">${template}</a>` : template}</td>
<td><span class="state ${deliveryState(status)}">${status}</span>${reason && html` <span class="muted">${reason}</span>`}</td>
<td>${list(when.filter((line) => line !== false))}</td></tr>\n`;
}

function list(lines: readonly Content[]): Content {
  return lines.length > 0 && html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function traceLink(id: string): Html {
  return html`<a href="/ops/traces/${id}"><code>${id}</code></a>`;
}

function entityLink({ kind, id }: { kind: string; id: string }): Html {
  return html`<a href="/ops/journey?${new URLSearchParams({ kind, id }).toString()}" title="${id}">${kind} …${id.slice(-6)}</a>`;
}

export type EntityEvent = { id: string; type: string; seq: number; at: string; traceId: string | undefined };

export function renderEntityEvents(view: {
  actor: { kind: string; id: string };
  events: readonly EntityEvent[];
  /** What of the question found nothing, when it did not. */
  missed?: string | undefined;
  timeZone?: string;
}): string {
  const { actor, events, missed, timeZone = DEFAULT_TIME_ZONE } = view;
  return renderFrame({
    title: `${actor.kind}: events`,
    current: 'traces',
    scripts: [],
    body: html`
<div class="heading"><p class="crumb"><a href="/ops/traces?${new URLSearchParams({ q: `${actor.kind}/${actor.id}` }).toString()}">Traces</a> <span aria-hidden="true">/</span> ${actor.kind} <code>${actor.id}</code></p><h1>Newest events</h1></div>
${missed && renderNotice('information', { title: missed, detail: 'These are the newest events of the same entity.' })}
<section class="panel list">${
      events.length === 0
        ? html`<div class="empty"><p><strong>It has no events.</strong></p></div>`
        : html`<div class="scroll"><table><thead><tr><th scope="col">Event</th><th scope="col" class="number">No.</th><th scope="col">Committed</th><th scope="col">Trace</th></tr></thead><tbody>${events.map(
            ({ id, type, seq, at, traceId }) =>
              html`<tr><th scope="row"><a href="/ops/events/${id}">${type}</a></th><td class="number">${seq}</td><td>${renderTime(Date.parse(at), timeZone)}</td><td>${traceId && traceLink(traceId)}</td></tr>\n`,
          )}</tbody></table></div>`
    }</section>`,
  });
}

export function renderJourneyMissing(problem: Notice): string {
  return renderFrame({
    title: problem.title,
    current: 'traces',
    scripts: [],
    body: html`
<div class="heading"><p class="crumb"><a href="/ops/traces">Traces</a></p></div>
<div class="panel empty"><h1>${problem.title}</h1><p class="muted">${problem.detail}</p></div>`,
  });
}
