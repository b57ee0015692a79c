// Notices in the browser. Chromium without a window has no push service: its `PushManager` is played by one of the
// local service. The worker, its showing and its pressing are the browser's own; a message is handed to it by the debugger.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscribeLocally } from '../../src/ops/provider/local-browser.ts';
import {
  axeFindings,
  chromiumPath,
  enterPassword,
  type PortalInBrowser,
  startPortalInBrowser,
} from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

const fakePushManager = (subscription: object): string => `{
  let current = sessionStorage.getItem('subscribed') ? make(sessionStorage.getItem('subscribed')) : null;
  function make(key) {
    const json = ${JSON.stringify(subscription)};
    const bytes = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
    return {
      endpoint: json.endpoint,
      options: { applicationServerKey: bytes.buffer },
      toJSON: () => json,
      async unsubscribe() {
        current = null;
        sessionStorage.removeItem('subscribed');
        return true;
      },
    };
  }
  PushManager.prototype.getSubscription = async () => current;
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    sessionStorage.setItem('subscribed', applicationServerKey);
    current = make(applicationServerKey);
    return current;
  };
}`;

describe.skipIf(!chromiumPath)('notices in the browser', () => {
  let portal: PortalInBrowser;
  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterAll(() => portal?.stop());

  const region = (page: Page) => page.getByRole('region', { name: 'Notifikasi di peramban' });

  it('are off until a button is pressed, and say honestly when the browser may not or cannot', async () => {
    const page = await portal.signedIn('technician2');
    await page.goto(`${portal.url}/account/notices`);
    await region(page).getByRole('button', { name: 'Nyalakan di peramban ini' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    const workers = await page.evaluate('navigator.serviceWorker.getRegistrations()');
    expect([await page.evaluate('Notification.permission'), workers]).toEqual(['default', []]);
    await page.addInitScript(`Object.defineProperty(Notification, 'permission', { get: () => 'denied' })`);
    await page.reload();
    await region(page).locator('[data-push=denied]').waitFor();
    await page.addInitScript('delete globalThis.PushManager');
    await page.reload();
    await region(page).locator('[data-push=unsupported]').waitFor();

    const allowed = await portal.signedIn('technician2', { permissions: ['notifications'] });
    await allowed.goto(`${portal.url}/account/notices`);
    await region(allowed).getByRole('button', { name: 'Nyalakan di peramban ini' }).click();
    // The real push manager refuses in a private window, as each context of a test is, and is believed.
    await allowed.getByText('Layanan notifikasi peramban menolak').waitFor();
    const own = /^Chrome currently does not support the Push API in incognito mode/;
    expect(portal.complaints.splice(0).filter((words) => !own.test(words))).toEqual([]);
  });

  it('are shown, lead to what they tell of, and are turned off again, here and by signing out', async () => {
    const page = await portal.signedIn('supervisor', { permissions: ['notifications'] });
    const browser = subscribeLocally((await keyOf(page)) ?? '');
    await page.addInitScript(fakePushManager(browser));
    await page.goto(`${portal.url}/account/notices`);
    const turnOn = region(page).getByRole('button', { name: 'Nyalakan di peramban ini' });
    await turnOn.click();
    await region(page).locator('[data-push=on]').waitFor();
    const row = region(page).getByRole('listitem').filter({ hasText: 'Peramban ini' });
    expect(await axeFindings(page)).toEqual([]);
    await page.reload();
    await region(page).locator('[data-push=on]').waitFor();

    await row.getByRole('button', { name: /^Kirim percobaan/ }).click();
    await page.getByText('Notifikasi percobaan sedang dikirim').waitFor();
    const admin = await portal.signedIn('admin');
    const payload = await waitFor(() => arrived(admin));
    await deliver(page, payload);
    const shown = () =>
      page.evaluate(
        'navigator.serviceWorker.ready.then((r) => r.getNotifications()).then((all) => all.map((n) => n.title))',
      );
    await waitFor(async () => ((await shown()) as string[]).includes('Notifikasi percobaan'));
    const { id } = JSON.parse(payload);
    await waitFor(async () => (await delivery(admin, id)).status === 'shown', { deadlineMs: 20_000 });

    const made = { type: 'repair', priority: 'normal', title: 'Kabel putus', zone: 'depok' };
    const ticket = await portal.post<{ id: string }>(admin, '/tickets', made);
    const [worker] = page.context().serviceWorkers();
    await page.evaluate('globalThis.stays = true');
    // One that listens to nobody, and was looked at last.
    const elsewhere = await page.context().newPage();
    await elsewhere.goto(`${portal.url}/track`);
    await worker?.evaluate(`open('ticket/${ticket.id}')`);
    await page.waitForURL(`${portal.url}/tickets/${ticket.id}`);
    expect(await page.evaluate('globalThis.stays')).toBe(true);
    await elsewhere.close();
    // Where no page was open, one opens at this address.
    await page.goto(`${portal.url}/inbox#open=ticket/${ticket.id}`);
    await page.waitForURL(`${portal.url}/tickets/${ticket.id}`);

    await page.goto(`${portal.url}/account/notices`);
    await row.getByRole('button', { name: /^Matikan/ }).click();
    await turnOn.click();
    await region(page).locator('[data-push=on]').waitFor();
    await page.getByRole('button', { name: /^Akun / }).click();
    const ended = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
    await page.getByRole('menuitem', { name: 'Keluar' }).click();
    expect((await ended).url()).toContain('/api/v1/push-subscriptions/');
    await page.locator('[autocomplete=username]').waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('are not those of somebody who was here before', async () => {
    const page = await portal.signedIn('technician', { permissions: ['notifications'] });
    await page.addInitScript(fakePushManager(subscribeLocally((await keyOf(page)) ?? '')));
    await page.goto(`${portal.url}/account/notices`);
    await region(page).getByRole('button', { name: 'Nyalakan di peramban ini' }).click();
    await region(page).locator('[data-push=on]').waitFor();
    // The session ends without a word to this browser.
    await page.context().clearCookies();
    await page.goto(portal.url);
    await enterPassword(page, 'technician2');
    await page.locator('[data-live=live]').first().waitFor({ state: 'attached' });
    await waitFor(() => page.evaluate<boolean>("sessionStorage.getItem('subscribed') === null"));
  });

  async function keyOf(page: Page): Promise<string | null> {
    const answer = await page.request.get(`${portal.url}/api/v1/push-key`);
    return ((await answer.json()) as { publicKey: string | null }).publicKey;
  }

  async function arrived(admin: Page): Promise<string | undefined> {
    const answer = await admin.request.get(`${portal.url}/ops/outbox?channel=push`, {
      headers: { accept: 'application/json' },
    });
    const { data } = (await answer.json()) as { data: { push?: { payload: string } }[] };
    return data.find(({ push }) => push?.payload.includes('percobaan'))?.push?.payload;
  }

  async function delivery(admin: Page, id: string): Promise<{ status: string }> {
    return (await (await admin.request.get(`${portal.url}/api/v1/deliveries/${id}`)).json()) as never;
  }

  /** As the browser's push service would, after opening it with the browser's key. */
  async function deliver(page: Page, data: string): Promise<void> {
    const debug = await page.context().newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      debug.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [first] = registrations;
        if (first) resolve(first.registrationId);
      });
    });
    await debug.send('ServiceWorker.enable');
    const registrationId = await registered;
    await debug.send('ServiceWorker.deliverPushMessage', { origin: portal.url, registrationId, data });
  }
});
