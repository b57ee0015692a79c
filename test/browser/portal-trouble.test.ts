// When something is wrong: with the network, the servers, the session, the address, or what was pasted.

import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../src/ops/demo/people.ts';
import {
  axeFindings,
  chromiumPath,
  enterPassword,
  type PortalInBrowser,
  startPortalInBrowser,
} from '../support/browser.ts';
import { killHard } from '../support/chaos.ts';
import { waitFor } from '../support/wait.ts';

interface Made {
  readonly id: string;
  readonly number: string;
}

/** What the server answers, as the first page of more than that: by a cursor, or by as many rows as a page has. */
async function firstOfMany(route: Route): Promise<object> {
  const body = await (await route.fetch()).json();
  if (body.page) return { ...body, page: { next: 'more' } };
  const [row] = body.data;
  return {
    ...body,
    data: Array.from({ length: 100 }, (_, at) => ({ ...row, itemId: `${row.itemId}-${at}` })),
  };
}

const live = (page: Page) => page.locator('[data-live=live]').first().waitFor({ state: 'attached' });

describe.skipIf(!chromiumPath)('the portal in trouble', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  const report = async (page: Page, title: string) =>
    portal.post<Made>(page, '/tickets', { type: 'repair', title });
  const open = async (page: Page, { id, number }: Made) => {
    await page.goto(`${portal.url}/tickets/${id}`);
    await page.getByText(number).first().waitFor();
    await live(page);
  };

  it('says off line since when, and is current by itself when the network is back', async () => {
    const phone = await portal.signedIn('technician', { viewport: { width: 390, height: 844 } });
    const desk = await portal.signedIn('supervisor');
    const { user } = await (await phone.request.get(`${portal.url}/api/v1/session`)).json();
    await phone.context().setOffline(true);
    await phone.getByText('Tanpa koneksi sejak').waitFor();
    expect(await axeFindings(phone)).toEqual([]);
    const made = await report(desk, 'Tiang miring dekat pasar');
    await portal.post(desk, `/tickets/${made.id}/assign`, {
      technicianId: user.technicianId,
      overbook: true,
    });
    await phone.context().setOffline(false);
    await phone.getByRole('article').filter({ hasText: 'Tiang miring dekat pasar' }).waitFor();
    await phone.getByText('Tanpa koneksi sejak').waitFor({ state: 'detached' });
  });

  it('a killed realtime takes nothing of what is being written, and the page is current after it', async () => {
    const [desk, other] = [await portal.signedIn('customer_service'), await portal.signedIn('supervisor')];
    const made = await report(desk, 'Modem berbunyi');
    await open(desk, made);
    const field = desk.getByRole('textbox', { name: 'Komentar' });
    await field.pressSequentially('Pelanggan sudah ');
    const [realtime] = await portal.platform.pids('realtime');
    killHard(realtime as number);
    await portal.post(other, `/tickets/${made.id}/comments`, {
      text: 'Saya sedang melihatnya',
      internal: true,
    });
    await field.pressSequentially('ditelepon');
    await desk.getByText('Saya sedang melihatnya').waitFor();
    await live(desk);
    expect(await field.inputValue()).toBe('Pelanggan sudah ditelepon');
    await desk.getByRole('button', { name: 'Kirim' }).click();
    await waitFor(async () => (await field.inputValue()) === '');
    await desk.getByText('Pelanggan sudah ditelepon').waitFor();
  });

  it('a session that ends in the middle of a form is renewed over it, and the form sent', async () => {
    const desk = await portal.signedIn('customer_service');
    await desk.goto(`${portal.url}/tickets/new`);
    const title = desk.getByRole('textbox', { name: 'Perihal', exact: true });
    await title.fill('Kabel digigit tikus');
    const answer = await desk.request.delete(`${portal.url}/api/v1/session`, {
      headers: { Origin: portal.url },
    });
    expect(answer.ok()).toBe(true);
    const dialog = desk.getByRole('dialog');
    await dialog.getByText('Sesi Anda berakhir').waitFor();
    expect(await axeFindings(desk)).toEqual([]);
    await enterPassword(desk, 'customer_service');
    await dialog.waitFor({ state: 'detached' });
    expect(await title.inputValue()).toBe('Kabel digigit tikus');
    await desk.getByRole('button', { name: 'Buat tiket' }).click();
    await desk.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
  });

  it('the window to sign in again is there without a connection to the files, or comes as soon as it can', async () => {
    const end = (page: Page) =>
      page.request.delete(`${portal.url}/api/v1/session`, { headers: { Origin: portal.url } });
    const calm = await portal.signedIn('customer');
    const fetched =
      "performance.getEntriesByType('resource').some(({ name }) => name.includes('dialog-panel'))";
    await waitFor(() => calm.evaluate<boolean>(fetched), { deadlineMs: 20_000 });
    await calm.route('**/assets/**', (route) => route.abort());
    await end(calm);
    await calm.getByRole('dialog').getByText('Sesi Anda berakhir').waitFor();

    const late = await portal.signedIn('customer2');
    await late.route('**/assets/dialog*', (route) => route.abort());
    await late.reload();
    await live(late);
    await end(late);
    await late.waitForRequest('**/assets/dialog*');
    await late.getByRole('main').getByRole('heading').first().waitFor();
    await late.unroute('**/assets/dialog*');
    await late.getByRole('dialog').getByText('Sesi Anda berakhir').waitFor();
    await enterPassword(late, 'customer2');
    await late.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('what was written and not sent is there after the tab was closed', async () => {
    const customer = await portal.signedIn('customer');
    await customer.goto(`${portal.url}/tickets/new`);
    await customer.getByRole('textbox', { name: 'Apa yang terganggu?' }).fill('Wi-Fi putus-putus');
    const context = customer.context();
    await customer.close();
    const again = await context.newPage();
    await again.goto(`${portal.url}/tickets/new`);
    await waitFor(
      async () =>
        (await again.getByRole('textbox', { name: 'Apa yang terganggu?' }).inputValue()) ===
        'Wi-Fi putus-putus',
    );
  });

  it('what was written for one customer is not the draft of a ticket for another', async () => {
    const desk = await portal.signedIn('customer_service');
    const { data } = await (await desk.request.get(`${portal.url}/api/v1/customers?limit=2`)).json();
    const title = desk.getByRole('textbox', { name: 'Perihal', exact: true });
    const customer = desk.getByRole('combobox', { name: 'Pelanggan' });
    const begin = async ({ id, name }: { readonly id: string; readonly name: string }) => {
      await desk.goto(`${portal.url}/tickets/new?customer=${id}`);
      await waitFor(async () => (await customer.inputValue()) === name);
    };
    await begin(data[0]);
    await title.fill('Modem mati total');
    await begin(data[1]);
    expect(await title.inputValue()).toBe('');
    await begin(data[0]);
    expect(await title.inputValue()).toBe('Modem mati total');
  });

  it('two who edit one ticket: the second sees both versions and chooses', async () => {
    const [first, second] = [await portal.signedIn('supervisor'), await portal.signedIn('customer_service')];
    const made = await report(first, 'Splitter penuh');
    await open(second, made);
    await second.getByRole('button', { name: 'Ubah', exact: true }).click();
    const dialog = second.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Perihal' }).fill('Splitter penuh di ODP-9');
    // It must not learn of the change before it saves.
    await second.context().setOffline(true);
    const headers = { Origin: portal.url, 'Idempotency-Key': crypto.randomUUID(), 'If-Match': '"1"' };
    const patched = await first.request.patch(`${portal.url}/api/v1/tickets/${made.id}`, {
      headers,
      data: { title: 'Splitter penuh, diganti besok' },
    });
    expect(patched.ok()).toBe(true);
    await second.context().setOffline(false);
    await dialog.getByRole('button', { name: 'Simpan' }).click();
    await dialog.getByText('Seseorang mengubahnya lebih dulu').waitFor();
    await dialog.getByText('Splitter penuh, diganti besok').first().waitFor();
    expect(await axeFindings(second)).toEqual([]);
    // That it could not be applied is said there, too.
    await second.route(`**/tickets/${made.id}`, (route) => route.abort(), { times: 1 });
    await dialog.getByRole('button', { name: 'Terapkan punya saya' }).click();
    await dialog.getByRole('alert').getByText('Server tidak dapat dihubungi').waitFor();
    await dialog.getByRole('button', { name: 'Terapkan punya saya' }).click();
    await second.getByRole('heading', { level: 1, name: 'Splitter penuh di ODP-9' }).waitFor();
  });

  it('a link to a ticket of somebody else says no more than one to nothing', async () => {
    const [owner, other] = [await portal.signedIn('customer'), await portal.signedIn('customer2')];
    const made = await report(owner, 'Rahasia rumah tangga');
    await other.goto(`${portal.url}/nowhere`);
    await other.getByText('Tidak ada di sini').waitFor();
    const nowhere = await other.getByRole('main').textContent();
    await other.goto(`${portal.url}/tickets/${made.id}`);
    await other.getByText('Tidak ada di sini').waitFor();
    expect(await other.getByRole('main').textContent()).toBe(nowhere);
    expect(await other.title()).not.toContain('Rahasia');
  });

  it('a server that is away is said so, and found again by itself', async () => {
    const page = await portal.signedIn('supervisor');
    await page.route('**/api/v1/session', (route) => route.abort());
    // A page that came without knowing whose it is, as when nobody could be looked up in time.
    const own = await page.context().cookies();
    await page.context().addCookies(own.map((cookie) => ({ ...cookie, value: 'f'.repeat(43) })));
    await page.reload();
    await page.context().addCookies(own);
    await page.getByText('Server tidak dapat dihubungi').waitFor();
    await page.getByRole('button', { name: 'Coba sekarang' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.unroute('**/api/v1/session');
    await live(page);
  });

  it('who signs out or in does so in every page of the browser', async () => {
    const one = await portal.signedIn('supervisor');
    const other = await one.context().newPage();
    await other.goto(`${portal.url}/board`);
    await live(other);
    await other.getByRole('button', { name: /^Akun / }).click();
    await other.getByRole('menuitem', { name: 'Keluar' }).click();
    await one.locator('[autocomplete=username]').waitFor();
    await other.locator('[autocomplete=username]').waitFor();
    await enterPassword(one, 'technician');
    for (const page of [one, other]) {
      await page.getByRole('navigation').getByText('Beranda').waitFor();
      await live(page);
    }
    // The same person once more, from a place that they hear nothing of: nobody is asked for a password.
    const asked = [one, other].map((page) =>
      page.waitForResponse((answer) => answer.url().endsWith('/api/v1/session') && answer.ok()),
    );
    const data = { username: 'technician', password: DEMO_PASSWORD };
    await one.request.post(`${portal.url}/api/v1/session`, { headers: { Origin: portal.url }, data });
    await Promise.all(asked);
    for (const page of [one, other]) {
      await page.getByRole('link', { name: 'Tiket', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Tiket' }).waitFor();
      await live(page);
      expect(await page.getByRole('dialog').count()).toBe(0);
    }
  });

  it('a sign-out that fails is said, and one is still here', async () => {
    const page = await portal.signedIn('supervisor');
    await page.route('**/api/v1/session', (route) =>
      route.request().method() === 'DELETE' ? route.abort() : route.continue(),
    );
    await page.getByRole('button', { name: /^Akun / }).click();
    await page.getByRole('menuitem', { name: 'Keluar' }).click();
    await page.getByText('Server tidak dapat dihubungi').first().waitFor();
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  });

  it('more of a list that does not come is said where it was asked for, with its trace, and asked for again', async () => {
    const page = await portal.signedIn('admin');
    const { data } = await (await page.request.get(`${portal.url}/api/v1/customers`)).json();
    const ticket = await report(page, 'Kabel putus di gang');
    await portal.post(page, '/notifications/test', { message: 'Halo' });
    await portal.post(page, `/customers/${data[0].id}/notes`, { text: 'Pagar dikunci' });
    await portal.post(page, '/bulk', {
      action: { command: 'edit', priority: 'high' },
      ids: [ticket.id],
    });
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const lists = [
      { path: '/inbox', asked: '/notifications', open: async () => undefined },
      { path: '/audit', asked: '/audit', open: async () => undefined },
      {
        path: `/customers/${data[0].id}`,
        asked: `/customers/${data[0].id}/notes`,
        open: () => page.getByRole('tab', { name: 'Catatan' }).click(),
      },
      {
        path: '/tickets',
        asked: /\/bulk\/[^/]+\/items/,
        open: () => page.getByRole('button', { name: 'Hasil' }).click(),
      },
    ];
    for (const { path, asked, open: show } of lists) {
      let fails = true;
      const isAsked = ({ pathname }: URL) =>
        typeof asked === 'string' ? pathname === `/api/v1${asked}` : asked.test(pathname);
      await page.route(isAsked, async (route) => {
        const { searchParams } = new URL(route.request().url());
        const isFirst = !searchParams.has('cursor') && (searchParams.get('offset') ?? '0') === '0';
        if (isFirst) return await route.fulfill({ json: await firstOfMany(route) });
        if (!fails) return await route.fulfill({ json: { data: [], page: { next: null } } });
        await route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          json: { code: 'internal', status: 500, title: 'Broken', traceId: trace },
        });
      });
      await page.goto(`${portal.url}${path}`);
      await show();
      await page.getByRole('button', { name: 'Muat lainnya' }).click();
      const alert = page.getByRole('alert').filter({ hasText: 'Ada yang rusak di pihak kami' });
      await alert.waitFor();
      expect(await alert.getByRole('link', { name: trace }).count(), path).toBe(1);
      expect(await axeFindings(page)).toEqual([]);
      fails = false;
      await page.getByRole('button', { name: 'Coba lagi' }).click();
      await alert.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /Muat lainnya|Coba lagi/ }).waitFor({ state: 'detached' });
      await page.unroute(isAsked);
    }
  });

  it.each(['/board', '/'])(
    'the rest of the open work that does not come is said on %s, and not asked for at once for ever',
    async (path) => {
      const page = await portal.signedIn('supervisor');
      await report(page, 'Kabel lepas di tiang');
      let asked = 0;
      let fails = true;
      const isOpenWork = (url: URL) =>
        url.pathname === '/api/v1/tickets' && url.searchParams.get('sort') === 'slaDueAt';
      await page.route(isOpenWork, async (route) => {
        if (!new URL(route.request().url()).searchParams.has('cursor'))
          return await route.fulfill({ json: await firstOfMany(route) });
        asked += 1;
        if (fails) return await route.fulfill({ status: 500, json: { code: 'internal', status: 500 } });
        await route.fulfill({ json: { data: [], page: { next: null } } });
      });
      await page.goto(`${portal.url}${path}`);
      const alert = page.getByRole('alert').filter({ hasText: 'Ada yang rusak di pihak kami' });
      await alert.waitFor();
      expect(asked).toBe(1);
      expect(await axeFindings(page)).toEqual([]);
      fails = false;
      await alert.getByRole('button', { name: 'Coba lagi' }).click();
      await alert.waitFor({ state: 'detached' });
      expect(asked).toBe(2);
      await page.unroute(isOpenWork);
    },
  );

  it('saved views that cannot be read are said so, where they decide what the list shows', async () => {
    const page = await portal.signedIn('supervisor');
    await report(page, 'Sinyal lemah di lantai dua');
    const view = await portal.post<{ readonly id: string }>(page, '/views', {
      name: 'Tanpa siapa pun',
      filter: { q: 'tiada-yang-begini' },
      sort: '-createdAt',
      columns: null,
    });
    const isViews = (url: URL) => url.pathname === '/api/v1/views';
    let fails = true;
    await page.route(isViews, async (route) => {
      if (!fails) return await route.continue();
      await route.fulfill({ status: 500, json: { code: 'internal', status: 500, title: 'Broken' } });
    });
    const unread = page.getByRole('heading', { name: 'Tampilan tersimpan tidak dapat dibaca' });
    const rows = page.getByRole('grid');
    await portal.drawnByBrowsers(async () => {
      // Named by the address; or by nobody, and then it is the person's own that says what comes first.
      for (const search of [`?view=${view.id}`, '']) {
        await page.goto(`${portal.url}/tickets${search}`);
        await unread.waitFor();
        expect(await rows.count(), search).toBe(0);
        expect(await axeFindings(page)).toEqual([]);
      }
      await page.getByRole('button', { name: 'Lihat semua tiket' }).click();
      await page.getByRole('row').filter({ hasText: 'Sinyal lemah di lantai dua' }).waitFor();
      await page.goto(`${portal.url}/tickets?view=${view.id}`);
      await unread.waitFor();
      fails = false;
      await page.getByRole('button', { name: 'Coba lagi' }).click();
      await page.getByText('Tidak ada tiket yang cocok').waitFor();
      expect(await unread.count()).toBe(0);
    });
    await page.unroute(isViews);
  });

  it('what changes while the server answers nothing stays, and what is new comes when it does', async () => {
    const [page, other] = [await portal.signedIn('supervisor'), await portal.signedIn('customer_service')];
    const known = await report(other, 'Kotak ODP terbuka');
    await page.goto(`${portal.url}/tickets`);
    const row = (title: string) => page.getByRole('row').filter({ hasText: title });
    await row('Kotak ODP terbuka').waitFor();
    await live(page);
    let isAway = true;
    const refused: string[] = [];
    await page.route(/\/api\/v1\/tickets/, async (route) => {
      if (!isAway) return await route.continue();
      refused.push(new URL(route.request().url()).pathname);
      await route.fulfill({ status: 503, headers: { 'Retry-After': '0' }, body: '{}' });
    });
    const headers = { Origin: portal.url, 'Idempotency-Key': crypto.randomUUID(), 'If-Match': '"1"' };
    await other.request.patch(`${portal.url}/api/v1/tickets/${known.id}`, {
      headers,
      data: { priority: 'high' },
    });
    const made = await report(other, 'Kotak ODP kedua');
    for (const { id } of [known, made]) await waitFor(() => refused.some((path) => path.endsWith(id)));
    await waitFor(() => refused.filter((path) => path === '/api/v1/tickets').length > 4, {
      deadlineMs: 20_000,
    });
    expect(await row('Kotak ODP terbuka').count()).toBe(1);
    isAway = false;
    await row('Kotak ODP kedua').waitFor();
    expect(await row('Kotak ODP terbuka').count()).toBe(1);
  });

  it('a page that realtime does not understand says that it has to be loaded anew', async () => {
    const page = await portal.signedIn('supervisor');
    await page.routeWebSocket(/socket\.io/, (socket) => {
      socket.connectToServer();
      setTimeout(() => void socket.close({ code: 1009, reason: 'too large' }), 1_000);
    });
    await page.reload();
    await page.locator('[data-live=outdated]').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Muat ulang' }).click();
    await live(page);
  });

  it('a portal that cannot start says so, with a button', async () => {
    const page = await portal.signedIn('supervisor');
    await page.route('**/assets/id-*', (route) => route.abort());
    await page.reload();
    await page.getByRole('heading', { name: 'Portal gagal dimuat' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.unroute('**/assets/id-*');
    await page.getByRole('button', { name: 'Muat ulang' }).click();
    await live(page);
  });

  it.each([
    '/tickets?status=%27;drop&priority=hot&sort=nonsense&due=yesterday&technicianId=1&q=%00%F0%9F%92%A9',
    '/tickets?view=not-a-view&zone=%3Cscript%3E',
    '/customers?status=gone&zone=%25%25%25&q=%00',
    '/technicians?availability=maybe&q=%F0%9F%92%A9',
    '/deliveries?channel=pigeon&status=lost',
    '/users?role=king&status=%00',
    '/audit?action=%00%00',
    '/find?q=%00%F0%9F%92%A9',
    '/tickets/new?customer=1%27%20or%201=1',
    '/tickets/%00',
    '/customers/%',
  ])('rubbish in an address is as if it were not there: %s', async (address) => {
    const page = await portal.signedIn('admin');
    portal.complaints.length = 0;
    await page.goto(`${portal.url}${address}`);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    await live(page);
    expect(await page.getByText('Halaman ini gagal ditampilkan').count()).toBe(0);
    expect(await page.getByRole('main').getByRole('alert').count()).toBe(0);
  });

  it('what is typed into a search stays as it is typed while it is looked for', async () => {
    const page = await portal.signedIn('admin');
    await page.goto(`${portal.url}/customers`);
    const field = page.getByRole('searchbox').first();
    await field.pressSequentially('budi ');
    await page.waitForURL(/q=budi$/);
    await field.pressSequentially('santoso');
    await page.waitForURL(/q=budi(\+|%20)santoso$/);
    expect(await field.inputValue()).toBe('budi santoso');
  });

  it('rubbish that is pasted into a search finds nothing; into a form, it is explained at its field', async () => {
    const page = await portal.signedIn('admin');
    const rubbish = `${'𝕏'.repeat(400)}\u0000'; drop table tickets; --`;
    for (const path of ['/tickets', '/customers', '/technicians', '/users', '/audit']) {
      await page.goto(`${portal.url}${path}`);
      await page.getByRole('searchbox').first().fill(rubbish);
      await page.waitForURL(/\?/);
      await page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor();
      expect(await page.getByRole('main').getByRole('alert').count(), path).toBe(0);
    }
    await page.goto(`${portal.url}/tickets/new`);
    await page.getByRole('textbox', { name: 'Perihal', exact: true }).fill('Judul');
    await page.getByRole('textbox', { name: 'Zona' }).fill('JAKARTA; --');
    await page.getByLabel('Jadwal').fill('9999-12-31T23:59');
    await page.getByRole('button', { name: 'Buat tiket' }).click();
    await page.getByText('Huruf kecil, angka, dan tanda hubung').waitFor();
    await waitFor(async () => (await page.locator('[aria-invalid=true]').count()) === 2);
    await page.getByLabel('Jadwal').fill('2999-12-31T23:59');
    await page.getByText('Pilih waktu antara 2000 dan 2100').waitFor();
    expect(new URL(page.url()).pathname).toBe('/tickets/new');
  });
});
