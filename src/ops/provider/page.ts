// /ops/outbox: what arrived at the local provider, and the switches that make it misbehave.
// Pure: what it shows is handed in. The script outbox.js refreshes #messages and saves switches.

import { type Html, html } from '../pages/html.ts';
import { DEFAULT_TIME_ZONE, type Notice, renderFrame, renderNotice, renderTime } from '../pages/layout.ts';
import type { Channel, ChannelSwitches, Message, MessagesPage, Switches } from './messages.ts';
import { describeSwitches } from './switches.ts';

export type OutboxView = {
  messages: MessagesPage;
  switches: Switches;
  filter: { channel?: Channel | undefined; to?: string | undefined };
  /** Whether this viewer may change switches; without it they are shown and cannot be moved. */
  mayChange: boolean;
  timeZone?: string;
};

const examples: Record<Channel, string> = { email: '*@example.org', whatsapp: '62812*', push: 'browser-*' };
const channelNames: Record<Channel, string> = { email: 'E-mail', whatsapp: 'WhatsApp', push: 'Push' };
const typeNames: Record<Message['type'], string> = {
  email: 'E-mail',
  text: 'WhatsApp',
  group: 'WhatsApp group',
  push: 'Push',
};

export function renderOutbox(view: OutboxView): string {
  const { messages, switches, filter, mayChange, timeZone = DEFAULT_TIME_ZONE } = view;
  return renderFrame({
    title: 'Outbox',
    current: 'outbox',
    scripts: ['outbox.js'],
    body: html`
<div class="heading"><h1>Outbox</h1><p class="muted">What the local provider received. Nothing here left this machine.</p></div>
<div class="columns">
<section class="panel list" aria-labelledby="arrived">
<h2 id="arrived" class="hidden">Messages</h2>
${renderFilter(filter)}
<div id="messages">${renderMessages(messages, filter, timeZone)}</div>
</section>
<section class="side" aria-labelledby="switches"><h2 id="switches">Switches</h2>
<p class="muted">Make the provider misbehave and watch what the platform does.</p>
${(['whatsapp', 'email', 'push'] as const).map((channel) => renderSwitches(channel, switches[channel], mayChange))}
<p id="saved" class="muted" role="status"></p>
${mayChange && renderReply()}
<noscript>${renderNotice('information', { title: 'Switches need JavaScript.', detail: 'Everything else works without.' })}</noscript>
</section>
</div>`,
  });
}

/** The page when the provider could not be asked. */
export function renderOutboxAway(problem: Notice): string {
  return renderFrame({
    title: 'Outbox',
    current: 'outbox',
    scripts: ['outbox.js'],
    body: html`<div class="heading"><h1>Outbox</h1></div>${renderNotice('danger', problem)}
<p><a class="button" href="/ops/outbox">Try again</a></p>`,
  });
}

function renderFilter({ channel, to }: OutboxView['filter']): Html {
  const option = (value: string, label: string) =>
    value === (channel ?? '')
      ? html`<option value="${value}" selected>${label}</option>`
      : html`<option value="${value}">${label}</option>`;
  return html`<form class="filter" method="get" action="/ops/outbox" role="search">
<label><span class="hidden">Recipient</span><input type="search" name="to" value="${to}" placeholder="Recipient" maxlength="128"></label>
<label><span class="hidden">Channel</span><select name="channel">${option('', 'All channels')}${option('email', 'E-mail')}${option('whatsapp', 'WhatsApp')}${option('push', 'Push')}</select></label>
<button type="submit">Filter</button>
<label class="check live"><input type="checkbox" id="live" checked> Live</label>
</form>`;
}

function renderMessages({ data, kept }: MessagesPage, filter: OutboxView['filter'], timeZone: string): Html {
  const isFiltered = Boolean(filter.channel || filter.to);
  if (data.length === 0) {
    return isFiltered
      ? html`<div class="empty"><p><strong>No message fits the filter.</strong></p><p><a href="/ops/outbox">Show all ${kept}</a></p></div>`
      : html`<div class="empty"><p><strong>Nothing arrived yet.</strong></p><p class="muted">Create a ticket, or run <code>npm run demo:click</code>; its messages appear here by themselves.</p></div>`;
  }
  const shown = data.length === kept ? '' : ` of ${kept.toLocaleString('en')}`;
  return html`<p class="count muted">${data.length}${shown} ${kept === 1 ? 'message' : 'messages'}, newest first</p>
<ol class="messages">${data.map((message) => html`<li>${renderMessage(message, timeZone)}</li>`)}</ol>`;
}

function renderMessage(message: Message, timeZone: string): Html {
  const traceId = message.traceparent?.split('-')[1];
  return html`<details id="m-${message.id}"><summary>
<span class="channel ${message.channel}">${typeNames[message.type]}</span>
<span class="to">${message.to.join(', ')}</span>
<span class="gist">${message.subject || message.text.slice(0, 120)}</span>
<span class="marks">${!message.answered && html`<span class="mark warning">no answer given</span>`}${message.duplicateOf && html`<span class="mark warning">second copy</span>`}</span>
<span class="when">${renderTime(Date.parse(message.at), timeZone)}</span>
</summary>
<div class="letter">
${message.subject && html`<h3>${message.subject}</h3>`}
<pre class="text">${message.text || '(no text part)'}</pre>
${message.html && html`<details class="source"><summary>HTML part, as source</summary><pre>${message.html}</pre></details>`}
<dl>
${fact('From', message.from)}${fact('Id', message.id)}${fact('Message-ID', message.messageId)}${fact('Idempotency-Key', message.idempotencyKey)}
${message.push && html`${fact('Urgency', message.push.urgency)}${fact('TTL', `${message.push.ttl} s`)}${fact('Topic', message.push.topic)}`}
${message.duplicateOf && html`<div><dt>Copy of</dt><dd><a href="#m-${message.duplicateOf}">${message.duplicateOf}</a></dd></div>`}
${traceId && html`<div><dt>Trace</dt><dd><a href="/ops/traces/${traceId}">${traceId}</a></dd></div>`}
${message.cut && fact('Note', 'The text was longer; only its beginning is kept.')}
</dl>
</div></details>`;
}

function fact(name: string, value: string | undefined): Html | undefined {
  return value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : undefined;
}

/** What a customer would write on the phone. */
function renderReply(): Html {
  return html`<form class="panel switches" id="reply" aria-label="Answer by WhatsApp">
<h3>Answer by WhatsApp</h3>
<p class="muted">As a customer would on the phone. It goes to WHATSAPP_REPORT_URL.</p>
<label class="field"><span>From</span><input type="tel" name="from" required pattern="\\+[0-9]{6,15}" placeholder="+6281234567890" autocomplete="off"></label>
<label class="field"><span>Words</span><input type="text" name="text" required maxlength="4096" autocomplete="off"></label>
<label class="field"><span>To the message with the id (optional)</span><input type="text" name="replyTo" maxlength="200" autocomplete="off" spellcheck="false"></label>
<button type="submit">Send the answer</button>
</form>`;
}

function renderSwitches(channel: Channel, now: ChannelSwitches, mayChange: boolean): Html {
  const on = describeSwitches(now);
  const disabled = !mayChange && html` disabled`;
  const toggle = (name: 'down' | 'drop' | 'twice', label: string, hint: string) => html`<label class="check">
<input type="checkbox" role="switch" name="${name}"${now[name] && html` checked`}${disabled}><span>${label}<small>${hint}</small></span></label>`;
  const twiceHint =
    channel === 'email'
      ? 'Every mail arrives as two.'
      : 'A key seen before makes a second message; to the Cloud API every one does.';
  const downHint = channel === 'email' ? 'SMTP 421' : 'HTTP 503 with Retry-After';
  return html`<form class="panel switches" data-channel="${channel}" aria-label="${channelNames[channel]}">
<h3>${channelNames[channel]} <span class="state ${on.length > 0 ? 'warning' : 'good'}" data-state>${on.length > 0 ? on.join(', ') : 'well'}</span></h3>
${toggle('down', 'Down', downHint)}
${toggle('drop', 'Drop the answer', 'Takes the message, answers nothing.')}
${channel !== 'push' && toggle('twice', channel === 'email' ? 'Deliver twice' : 'Answer twice', twiceHint)}
<label class="field"><span>Slow by, ms</span><input type="number" name="slowMs" min="0" max="30000" step="100" value="${now.slowMs}"${disabled}></label>
<label class="field"><span>Refuse recipients</span><input type="text" name="reject" maxlength="200" value="${now.reject}" placeholder="${examples[channel]}" autocomplete="off" spellcheck="false"${disabled}></label>
${mayChange && html`<button type="button" data-reset>All well</button>`}
</form>`;
}
