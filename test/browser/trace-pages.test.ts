// The operators' pages about traces in a real browser, light and dark, under their policy.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTracesClient } from '../../src/ops/traces/client.ts';
import { startTraceServer, type TraceServer } from '../../src/ops/traces/server.ts';
import { startTestApi, type TestApi } from '../support/api.ts';
import { chromiumPath, launchBrowser, noteComplaints } from '../support/browser.ts';
import { clickOf } from '../support/click.ts';
import { exportOf, hex, span } from '../support/spans.ts';

describe.skipIf(!chromiumPath)('the pages about traces in a browser', () => {
  const traceId = randomBytes(16).toString('hex');
  const run = hex(8, 32);
  const complaints: string[] = [];
  let folder: string;
  let store: TraceServer;
  let api: TestApi;
  let browser: Browser;
  let page: Page;
  let eventId: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trace-pages-'));
    store = await startTraceServer({ port: 0, dataDir: folder, onError: () => undefined });
    const baseUrl = `http://127.0.0.1:${store.port}`;
    api = await startTestApi({ traces: async () => createTracesClient({ baseUrl }) });
    const noc = await api.as('noc');
    const { body } = await noc.post('/api/v1/tickets', {
      type: 'repair',
      title: 'No light',
      customerId: api.people.customer.customerId,
    });
    const { rows } = await api.pool.query<{ id: string }>(
      'update events set trace = $2 where actor_id = $1 returning id',
      [body.id, `00-${traceId}-${'1'.repeat(16)}-01`],
    );
    eventId = rows[0]?.id ?? '';
    await api.pool.query(
      `insert into deliveries (id, channel, recipient_kind, recipient_id, template, params, event_id, status, last_error)
       values ('d-1', 'email', 'customer', $2, 'ticket.received', '{}', $1, 'failed', 'no'),
              ('d-2', 'in_app', 'user', $2, 'ticket.created', '{}', $1, 'read', null)`,
      [eventId, api.people.customer.id],
    );
    const nowMs = Date.now() - 1_700_000_000_000;
    const links = [{ traceId, spanId: hex(1, 16) }];
    const served = exportOf({
      worker: [
        {
          ...span({ id: 8, fromMs: nowMs + 39, toMs: nowMs + 50, name: 'run notifications', links }),
          traceId: run,
        },
      ],
    });
    for (const spans of [clickOf({ id: eventId, traceId }, nowMs), served]) {
      const response = await fetch(`${baseUrl}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(spans),
      });
      expect(response.status).toBe(200);
    }
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const [name = '', value = ''] = (noc.cookie ?? '').split(/=(.*)/s);
    await context.addCookies([{ name, value, url: api.url }]);
    page = await context.newPage();
    noteComplaints(page, complaints);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
    await store?.stop();
    rmSync(folder, { recursive: true });
  });

  it('lead from a search to the trace, to the run that served it and back, and to the journey', async () => {
    await page.goto(`${api.url}/ops/traces`);
    await page.getByPlaceholder('Action, route or event type').fill('ticket.created');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'POST /api/v1/tickets' }).click();
    await page.getByText('40P01: error').first().waitFor();
    const served = page.locator('section', { has: page.getByRole('heading', { name: 'Linked traces' }) });
    await served.getByRole('link', { name: 'run notifications' }).click();
    await page.getByRole('heading', { name: 'run notifications' }).waitFor();
    await page.locator('details.span > summary').first().click();
    await page.getByRole('link', { name: traceId, exact: true }).click();
    // The link names the span, and the page opens it.
    await page.locator(`details[open][id^="s-${hex(1, 16)}"]`).waitFor();
    await page.locator('.events').getByRole('link', { name: 'ticket.created' }).click();
    await page.getByRole('heading', { name: 'Committed' }).waitFor();
    expect(complaints.splice(0)).toEqual([]);
  });

  it('draw who called whom, and lead from a queue to its traces', async () => {
    await page.goto(`${api.url}/ops/traces/map`);
    await page.getByRole('img', { name: 'Service map' }).waitFor();
    const row = page.getByRole('row', { name: /^queue notifications worker 1 1 \(100\.0 %\)/ });
    await row.waitFor();
    await page.getByRole('link', { name: 'queue notifications' }).click();
    await page.getByRole('link', { name: 'POST /api/v1/tickets' }).waitFor();
    expect(complaints.splice(0)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'hold in %s, wide and narrow, without a complaint',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      const paths = [
        '/ops/traces',
        '/ops/traces/map?minutes=1440',
        `/ops/traces/${traceId}`,
        `/ops/events/${eventId}`,
        `/ops/journey?kind=user&id=${api.people.noc.id}`,
      ];
      for (const path of paths) {
        for (const width of [1_280, 390]) {
          await page.setViewportSize({ width, height: 800 });
          const answer = await page.goto(api.url + path);
          expect([path, answer?.status()]).toEqual([path, 200]);
          const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect([path, width, wide]).toEqual([path, width, 0]);
          const shots = process.env.SHOTS;
          if (shots) {
            const name = `${path.replaceAll(/[^a-z]+/g, '-').slice(0, 30)}-${colorScheme}-${width}.png`;
            await page.screenshot({ path: join(shots, name), fullPage: true });
          }
        }
      }
      expect(complaints.splice(0)).toEqual([]);
    },
  );
});
