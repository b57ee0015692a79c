import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createQueues, type Queues } from '../../src/engine/queues.ts';
import { PASSWORD, startTestApi, type TestApi } from '../support/api.ts';
import { chromiumPath, launchBrowser, noteComplaints } from '../support/browser.ts';
import { sharedServers } from '../support/servers.ts';

describe.skipIf(!chromiumPath)('pages of the API in a browser', () => {
  let api: TestApi;
  let queues: Queues;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    queues = createQueues(sharedServers().redisUrl, `test-${randomUUID()}`);
    api = await startTestApi({ queues });
    browser = await launchBrowser();
    page = await (await browser.newContext()).newPage();
    noteComplaints(page, complaints);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
    await queues?.stop();
  });

  it('show the API under the strict policy, without a complaint', async () => {
    await page.goto(`${api.url}/docs`);
    await page.getByText('Create a ticket').waitFor();
    expect(complaints.splice(0)).toEqual([]);
  });

  it('lead to the sign-in page and back, and Bull Board shows the queues', async () => {
    await page.goto(`${api.url}/admin/queues`);
    await page.waitForURL('**/sign-in?next=%2Fadmin%2Fqueues');
    await page.getByLabel('Username').fill('noc');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Wrong username or password').waitFor();
    complaints.splice(0);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/admin/queues');
    await page.getByText('deliveries-email').first().waitFor();
    // The board asks for fonts of another host; the policy keeps it from telling anybody who looks at it.
    const others = complaints.splice(0).filter((text) => !text.includes('fonts.googleapis.com'));
    expect(others).toEqual([]);
  });
});
