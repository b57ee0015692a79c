// A first screen comes with its page, made of what its visitor may see, and becomes the browser's as it stands; where it
// does not come, the browser draws it.

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/contracts/permissions.ts';
import { DEMO_PASSWORD } from '../../src/ops/demo/people.ts';
import { chromiumPath, type PortalInBrowser, settled, startPortalInBrowser } from '../support/browser.ts';
import { killHard } from '../support/chaos.ts';
import { addressOfPage, type PortalPage, pagesOfRole, readPortalPages } from '../support/portal-pages.ts';
import { waitFor } from '../support/wait.ts';

const STATE = 'id="trunkline:state"';
/** The first page of a process compiles what renders it, and machines are busy. */
const PATIENCE = { deadlineMs: 60_000, everyMs: 200 };

/** The heading as it came with the page, before any of our scripts could draw one. */
const keepHeading = `document.addEventListener('readystatechange', () => {
  globalThis.firstHeading ??= document.querySelector('main h1');
}, { once: true });`;
const hasKeptHeading = `globalThis.firstHeading?.isConnected === true`;

/** How much of the page stood there when it was last painted, and when the portal began: it takes the state then. */
const notePaints = `
  globalThis.paintedAtStart = undefined;
  let painted = 0;
  const root = () => document.querySelector('#root')?.innerHTML.length ?? 0;
  const look = () => {
    painted = root();
    if (globalThis.paintedAtStart === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  new MutationObserver((changes) => {
    for (const { removedNodes } of changes)
      for (const { id } of removedNodes)
        if (id === 'trunkline:state') globalThis.paintedAtStart = { painted, whole: root() };
  }).observe(document, { childList: true, subtree: true });
`;

describe.skipIf(!chromiumPath)('a first screen', () => {
  let portal: PortalInBrowser;
  let pages: readonly PortalPage[];

  beforeAll(async () => {
    [portal, pages] = await Promise.all([startPortalInBrowser(), readPortalPages()]);
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  const read = async (page: Page, path: string): Promise<string> => {
    const answer = await page.request.get(`${portal.url}${path}`, { headers: { Accept: 'text/html' } });
    expect(answer.status()).toBe(200);
    return await answer.text();
  };

  /** Of an address whose page comes with its screen: a busy machine may be late now and then. */
  async function openRendered(page: Page, path: string): Promise<void> {
    await waitFor(async () => {
      const answer = await page.goto(`${portal.url}${path}`);
      return (await answer?.text())?.includes(STATE);
    }, PATIENCE);
    await settled(page);
  }

  it.each<[Role, 'id' | 'en']>([
    ['admin', 'id'],
    ['admin', 'en'],
    ['technician', 'id'],
    ['customer', 'en'],
  ])('of every page of a %s, in %s, is rendered, and taken over as it stands', async (role, language) => {
    const page = await portal.signedIn(role);
    await page.evaluate(`localStorage.setItem('trunkline.locale', '${language}')`);
    // From here on the server knows it, too.
    await page.reload();
    await settled(page);
    await page.addInitScript(keepHeading);
    const drawnAnew: string[] = [];
    for (const { path } of pagesOfRole(pages, role)) {
      const address = await addressOfPage(path, async (list) =>
        (await page.request.get(`${portal.url}${list}`)).json(),
      );
      await openRendered(page, address);
      if (!(await page.evaluate<boolean>(hasKeptHeading))) drawnAnew.push(path);
    }
    expect(drawnAnew).toEqual([]);
    // What was not found as it was rendered, React says in the console.
    expect(portal.complaints).toEqual([]);
  });

  it('asks for nothing that came with it, nor who is signed in', async () => {
    const page = await portal.signedIn('supervisor');
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/api/v1/')) asked.push(`${pathname.slice('/api/v1'.length)}${search}`);
    });
    for (const path of ['/board', '/tickets', '/tickets?status=open']) {
      await waitFor(async () => {
        asked.length = 0;
        return (await (await page.goto(`${portal.url}${path}`))?.text())?.includes(STATE);
      }, PATIENCE);
      await settled(page);
      const first = /^\/(?:session|views|staff|technicians|tickets\/count)|limit=/;
      expect(asked.filter((one) => first.test(one))).toEqual([]);
    }
  });

  it('of a list of which it holds the beginning goes on to its end', async () => {
    const page = await portal.signedIn('supervisor');
    await openRendered(page, '/tickets');
    const rows = page.locator('main [role=row][data-index]');
    await rows.first().focus();
    await page.keyboard.press('End');
    const total = Number(await page.locator('main [role=grid]').getAttribute('aria-rowcount')) - 1;
    expect(total).toBeGreaterThan(1_000);
    await page
      .locator(`main [role=row][data-index="${total - 1}"] >> text=/T-/`)
      .first()
      .waitFor();
  });

  it('is there before any script runs, in the words and for the window of its visitor', async () => {
    const visitor = await portal.signedIn('supervisor', { viewport: { width: 390, height: 800 } });
    await settled(visitor);
    const html = await waitFor(async () => {
      const text = await read(visitor, '/tickets');
      return text.includes(STATE) ? text : undefined;
    }, PATIENCE);
    expect(html).toContain('role="grid"');
    // Cards, as on a phone.
    expect(html).toContain('data-compact="true"');
    const storageState = await visitor.context().storageState();
    const still = await (
      await portal.browser.newContext({ javaScriptEnabled: false, storageState })
    ).newPage();
    await waitFor(async () => {
      await still.goto(`${portal.url}/tickets`);
      return (await still.locator('main [role=row]').count()) > 5;
    }, PATIENCE);
    expect(await still.locator('main h1').textContent()).toContain('Tiket');
  });

  it('is painted as a whole before the portal takes any time', async () => {
    const page = await portal.signedIn('noc');
    await page.addInitScript(notePaints);
    const started: { painted: number; whole: number }[] = [];
    for (let visits = 0; visits < 5; visits++) {
      await openRendered(page, '/overview');
      started.push(await page.evaluate<{ painted: number; whole: number }>('paintedAtStart'));
    }
    for (const { painted, whole } of started) expect(painted).toBe(whole);
    expect(started[0]?.whole).toBeGreaterThan(5_000);
  });

  it('gives way to a word about it when the rest of the portal cannot be had', async () => {
    const page = await portal.signedIn('customer');
    await page.route(/\/assets\/boot-[^/]*\.js$/, (route) => route.abort());
    await page.goto(portal.url);
    const reload = page.getByRole('alert').getByRole('button', { name: 'Muat ulang' });
    await reload.waitFor();
    // The script that did not come.
    portal.complaints.length = 0;
    await page.unroute(/\/assets\/boot-[^/]*\.js$/);
    await reload.click();
    await settled(page);
    expect(portal.complaints).toEqual([]);
  });

  it('of the form to register has its fields and what is offered, and no signature that strangers share', async () => {
    const page = await (await portal.browser.newContext()).newPage();
    const html = await waitFor(async () => {
      const text = await read(page, '/register');
      return text.includes(STATE) ? text : undefined;
    }, PATIENCE);
    expect(html).toContain('name="phone"');
    expect(html).toContain('Keluarga 100');
    expect(html).not.toContain('registration-form');
    const opened = page.waitForResponse('**/public/registrations/form');
    await page.goto(`${portal.url}/register`);
    expect((await opened).ok()).toBe(true);
    await page.getByLabel('Telepon', { exact: true }).fill('0812-3456-7899');
  });

  it('is made of nothing that another one was made of, however many come at once', async () => {
    const [one, two] = await Promise.all([portal.signedIn('customer'), portal.signedIn('customer2')]);
    const [ofOne, ofTwo] = await Promise.all([marksOf(one), marksOf(two)]);
    const renderedOf = { one: 0, two: 0 };
    await waitFor(async () => {
      const [ones, twos] = await Promise.all(
        [one, two].map((page) => Promise.all(['/', '/', '/account'].map((path) => read(page, path)))),
      );
      for (const html of ones ?? []) expect(ofTwo.filter((mark) => html.includes(mark))).toEqual([]);
      for (const html of twos ?? []) expect(ofOne.filter((mark) => html.includes(mark))).toEqual([]);
      renderedOf.one += (ones ?? []).filter((html) => html.includes(STATE)).length;
      renderedOf.two += (twos ?? []).filter((html) => html.includes(STATE)).length;
      return renderedOf.one > 5 && renderedOf.two > 5;
    }, PATIENCE);
  });

  it('is drawn by the browser while the renderer is dead, and rendered again after that', async () => {
    const page = await portal.signedIn('customer');
    const [pid] = await portal.platform.pids('renderer');
    if (pid === undefined) throw new Error('There is no renderer');
    process.kill(pid, 'SIGSTOP');
    try {
      expect(await read(page, '/')).toMatch(/<div id="root"><\/div>/);
      await page.goto(portal.url);
      await settled(page);
    } finally {
      killHard(pid);
    }
    await openRendered(page, '/');
    expect(portal.complaints).toEqual([]);
  });

  it('sends nothing that is typed before it is taken over to the address', async () => {
    const page = await portal.signedIn('customer');
    await page.route(/\/assets\/index-[^/]*\.js$/, (route) => route.abort());
    await waitFor(async () => {
      await page.goto(`${portal.url}/account`);
      return (await page.locator('main [type=password]').count()) > 0;
    }, PATIENCE);
    await page.locator('main [type=password]').first().fill('a secret');
    await page.keyboard.press('Enter');
    await page.locator('main [type=password]').first().press('Enter');
    expect(page.url()).toBe(`${portal.url}/account`);
    // The script that did not come.
    portal.complaints.length = 0;
  });

  it('does what was typed and sent before it was taken over', async () => {
    const page = await (await portal.browser.newContext()).newPage();
    const release = await openHeld(page, '/');
    await page.locator('[autocomplete=username]').fill('customer');
    await page.locator('[autocomplete=current-password]').fill(DEMO_PASSWORD);
    await page.keyboard.press('Enter');
    expect(page.url()).toBe(`${portal.url}/`);
    release();
    await settled(page);
  });

  it.each(['/tickets', '/customers', '/audit'])('of %s looks for what was typed before', async (path) => {
    const page = await portal.signedIn('admin');
    const release = await openHeld(page, path);
    await page.getByRole('searchbox').first().fill('budi');
    release();
    await page.waitForURL(/=budi$/);
    expect(await page.getByRole('searchbox').first().inputValue()).toBe('budi');
  });

  it('opens the palette whose key was pressed before', async () => {
    const page = await portal.signedIn('customer_service');
    const release = await openHeld(page, '/find');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    release();
    await page.getByRole('dialog').locator('input:focus').waitFor();
  });

  it('of a list has everything ticked that was ticked before', async () => {
    const page = await portal.signedIn('supervisor');
    const path = '/registrations?status=pending_verification';
    const release = await openHeld(page, path);
    const marks = page.getByRole('checkbox', { name: /^Pilih (?!semua)/ });
    await marks.nth(0).click();
    await marks.nth(1).click();
    release();
    await page.getByText('2 dipilih').waitFor();
  });

  it('that is drawn anew in the language of this browser keeps what was typed, and where', async () => {
    const page = await (await portal.browser.newContext()).newPage();
    // Chosen before, and the cookie that says so is gone.
    await page.addInitScript(`localStorage.setItem('trunkline.locale', 'en')`);
    const release = await openHeld(page, '/');
    await page.getByRole('heading', { name: 'Masuk' }).waitFor();
    await page.locator('[autocomplete=username]').fill('customer');
    await page.locator('[autocomplete=current-password]').focus();
    const half = DEMO_PASSWORD.length / 2;
    await page.keyboard.type(DEMO_PASSWORD.slice(0, half));
    release();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.keyboard.type(DEMO_PASSWORD.slice(half));
    await page.keyboard.press('Enter');
    await settled(page);
    // And what was sent before.
    const another = await (await portal.browser.newContext()).newPage();
    await another.addInitScript(`localStorage.setItem('trunkline.locale', 'en')`);
    const releaseAnother = await openHeld(another, '/');
    await another.getByRole('heading', { name: 'Masuk' }).waitFor();
    await another.locator('[autocomplete=username]').fill('customer');
    await another.locator('[autocomplete=current-password]').fill(DEMO_PASSWORD);
    await another.keyboard.press('Enter');
    releaseAnother();
    await settled(another);
  });

  it('does what was pressed before it was taken over', async () => {
    const page = await portal.signedIn('customer');
    const release = await openHeld(page, '/');
    const menu = page.getByRole('banner').locator('[aria-haspopup=menu]');
    await menu.click();
    // Because nothing happens.
    await menu.click();
    release();
    await page.getByRole('menu').waitFor();
    expect(portal.complaints).toEqual([]);
  });

  it('of whoever chose another language here comes in that', async () => {
    const page = await portal.signedIn('customer');
    await page.addInitScript(keepHeading);
    await page.evaluate(`localStorage.setItem('trunkline.locale', 'en')`);
    await page.reload();
    await openRendered(page, '/account');
    expect(await read(page, '/account')).toContain('<html lang="en"');
    expect(await page.evaluate<boolean>(hasKeptHeading)).toBe(true);
    expect(await page.locator('main h1').textContent()).toBe('My account');
    expect(portal.complaints).toEqual([]);
  });

  it('of whoever names no session asks for the password, and is told of nobody', async () => {
    const context = await portal.browser.newContext();
    const cookies = [{ name: 'trunkline_session', value: 'f'.repeat(43), url: portal.url }];
    await context.addCookies(cookies);
    const stranger = await context.newPage();
    await stranger.goto(`${portal.url}/tickets`);
    await stranger.locator('[autocomplete=username]').waitFor();
    expect(await stranger.locator('[id="trunkline:session"]').count()).toBe(0);
    expect(await read(stranger, '/tickets')).not.toContain(STATE);
    await context.close();
  });

  /** Opens a page that comes with its screen, and without its script until that is released. */
  async function openHeld(page: Page, path: string): Promise<() => void> {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/\/assets\/index-[^/]*\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    // One that came late comes empty, and without its script nothing would ever stand there.
    await waitFor(async () => {
      const answer = await page.goto(`${portal.url}${path}`, { waitUntil: 'commit' });
      return (await answer?.text())?.includes(STATE);
    }, PATIENCE);
    return release;
  }

  /** What stands on pages of this person alone. */
  async function marksOf(page: Page): Promise<readonly string[]> {
    const get = async <T>(path: string) =>
      (await (await page.request.get(`${portal.url}/api/v1${path}`)).json()) as T;
    const { user } = await get<{ user: { name: string } }>('/session');
    const { data } = await get<{ data: { id: string }[] }>('/tickets?limit=100');
    expect(data).not.toEqual([]);
    return [user.name, ...data.map(({ id }) => id)];
  }
});
