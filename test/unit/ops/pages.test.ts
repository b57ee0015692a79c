import { describe, expect, it } from 'vitest';
import { opsAssets } from '../../../src/ops/assets.ts';
import { html } from '../../../src/ops/pages/html.ts';
import { durationText } from '../../../src/ops/pages/layout.ts';
import { renderOutbox, renderOutboxAway } from '../../../src/ops/provider/page.ts';
import { allWell } from '../../../src/ops/provider/switches.ts';
import { renderTraceList } from '../../../src/ops/traces/list-page.ts';
import { renderServiceMap } from '../../../src/ops/traces/map-page.ts';
import { renderTrace, renderTraceMissing } from '../../../src/ops/traces/page.ts';
import type { StoreStats } from '../../../src/ops/traces/summary.ts';
import { attribute, exportOf, hex, span } from '../../support/spans.ts';

const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
const stats: StoreStats = {
  traces: 1,
  spans: 1,
  bytes: 1_000,
  maxSpans: 200_000,
  maxBytes: 64 * 1024 * 1024,
  kept: 1,
  evicted: 0,
  duplicate: 0,
  full: 0,
  bad: 0,
  refused: {},
};

const letter = {
  id: 'm1',
  channel: 'email' as const,
  type: 'email' as const,
  at: '2026-01-02T03:04:05.000Z',
  from: hostile,
  to: [hostile],
  subject: hostile,
  text: hostile,
  html: hostile,
  messageId: hostile,
  traceparent: `00-${hex(7, 32)}-${hex(8, 16)}-01`,
  answered: false,
};
const outbox = renderOutbox({
  messages: { data: [letter], kept: 1 },
  switches: { ...allWell, email: { ...allWell.email, reject: hostile } },
  filter: { to: hostile },
  mayChange: true,
});
const failed = span({
  id: 2,
  parent: 9,
  kind: 5,
  fromMs: 4,
  toMs: 9,
  name: hostile,
  attributes: [attribute(hostile, hostile), attribute('trunkline.wait_ms', 3)],
  status: { code: 2, message: hostile },
  links: [{ traceId: hex(5, 32), spanId: hex(6, 16), attributes: [attribute('why', hostile)] }],
});
const trace = renderTrace({
  traceId: hex(1, 32),
  trace: exportOf({ [hostile]: [failed] }),
  linked: { from: [], to: [] },
});
const summary = {
  traceId: hex(1, 32),
  name: hostile,
  rooted: false,
  startMs: 0,
  durationMs: 5,
  spans: 1,
  errors: 1,
  dropped: 0,
  services: [hostile],
};
const pages = {
  outbox,
  away: renderOutboxAway({ title: hostile, detail: hostile }),
  trace,
  traces: renderTraceList({ page: { data: [summary], next: null, stats }, filter: { name: hostile } }),
  map: renderServiceMap({
    minutes: 60,
    traces: 1,
    calls: [{ from: hostile, to: `queue ${hostile}`, calls: 3, errors: 1, p50Ms: 1, p95Ms: 2, waitP95Ms: 3 }],
  }),
  missing: renderTraceMissing({ traceId: hostile, problem: { title: hostile, detail: hostile } }),
};

describe.each(Object.entries(pages))('the page %s', (_name, page) => {
  it('shows hostile text as text', () => {
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('<img');
    expect(page).not.toContain(`"><`.concat('script'));
  });

  it('holds under a policy without inline style or script, and loads only assets there are', () => {
    expect(page).not.toMatch(/<[^>]*\s(style|on\w+)="/);
    expect(page).not.toContain('<style');
    const loaded = [...page.matchAll(/\/ops\/assets\/([\w.-]+)/g)].map((match) => match[1] ?? '');
    expect(loaded).toContain('ops.css');
    for (const name of loaded) expect(opsAssets).toHaveProperty([name]);
  });
});

describe('the outbox page', () => {
  it('links a message to its trace and says that its sender got no answer', () => {
    expect(outbox).toContain(`href="/ops/traces/${hex(7, 32)}"`);
    expect(outbox).toContain('no answer given');
  });

  it('leaves switches unmovable for those who may not change them', () => {
    const page = renderOutbox({
      messages: { data: [], kept: 0 },
      switches: allWell,
      filter: {},
      mayChange: false,
    });
    expect(page).not.toContain('data-reset');
    expect(page.match(/name="(down|drop|twice)" disabled/g)).toHaveLength(8);
    expect(page).toContain('Nothing arrived yet.');
  });
});

describe('the trace page', () => {
  it('shows the waiting hatched and in words, the error, the missing parent and the link', () => {
    expect(trace).toContain('fill="url(#hatch)"');
    expect(trace).toContain('waited 3 ms');
    expect(trace).toContain('parent not here');
    expect(trace).toContain(`href="/ops/traces/${hex(5, 32)}#s-${hex(6, 16)}"`);
  });
});

describe('the html tag', () => {
  it('escapes, joins lists and leaves out what is not there', () => {
    expect(html`<p>${'a<b'}${['&', html`<br>`]}${false}${undefined}${0}</p>`.toString()).toBe(
      '<p>a&lt;b&amp;<br>0</p>',
    );
  });
});

describe('a duration in words', () => {
  it.each([
    [0, '0 ms'],
    [0.416, '0.42 ms'],
    [12.345, '12.3 ms'],
    [4_200, '4.20 s'],
    [185_000, '3 min 5 s'],
    [8_040_000, '2 h 14 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
