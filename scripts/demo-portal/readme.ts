/** The pictures of README and docs, in English, as the running platform shows its demo data. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { postAs, settled, signInToPortal } from '../../test/support/browser.ts';
import { readAs, screenshot, speak, type Theme } from './visit.ts';

interface Picture {
  readonly file: string;
  readonly username: string;
  /** Of the ticket that was made for the pictures, and of its first event. */
  readonly path: (work: Work) => string;
  readonly theme: Theme;
  readonly viewport: { readonly width: number; readonly height: number };
}

interface Work {
  readonly ticket: string;
  readonly event: string;
  readonly trace: string;
}

const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

const pictures: readonly Picture[] = [
  { file: 'portal-board.png', username: 'supervisor', path: () => '/board', theme: 'light', viewport: wide },
  {
    file: 'portal-tickets.png',
    username: 'supervisor',
    path: () => '/tickets',
    theme: 'light',
    viewport: wide,
  },
  {
    file: 'portal-ticket.png',
    username: 'supervisor',
    path: ({ ticket }) => ticket,
    theme: 'dark',
    viewport: wide,
  },
  { file: 'portal-technician.png', username: 'technician', path: () => '/', theme: 'dark', viewport: phone },
  { file: 'portal-customer.png', username: 'customer', path: () => '/', theme: 'light', viewport: phone },
  {
    file: 'operations-console.png',
    username: 'admin',
    path: () => '/operations',
    theme: 'light',
    viewport: wide,
  },
  {
    file: 'bull-board.png',
    username: 'admin',
    path: () => '/admin/queues/queue/notifications',
    theme: 'light',
    viewport: wide,
  },
  {
    file: 'trace-of-a-click.png',
    username: 'admin',
    path: ({ trace }) => `/ops/traces/${trace}`,
    theme: 'light',
    viewport: wide,
  },
  {
    file: 'journey-of-an-event.png',
    username: 'admin',
    path: ({ event }) => `/ops/events/${event}`,
    theme: 'light',
    viewport: wide,
  },
  {
    file: 'service-map.png',
    username: 'admin',
    path: () => '/ops/traces/map',
    theme: 'light',
    viewport: wide,
  },
];

interface Made {
  readonly id: string;
}

/** A report that a technician is at work on, so that every picture has something to show. */
async function makeWork(browser: Browser, portalUrl: string): Promise<Work> {
  const [customer, supervisor, technician] = await Promise.all(
    ['customer', 'supervisor', 'technician'].map(async (username) => {
      const page = await (await browser.newContext()).newPage();
      await signInToPortal(page, portalUrl, username);
      return page;
    }),
  );
  if (!customer || !supervisor || !technician) throw new Error('somebody is missing');
  const { user } = (await readAs(technician, portalUrl)('/api/v1/session')) as {
    readonly user: { readonly technicianId: string };
  };
  const report = { type: 'repair', title: 'Internet putus sejak pagi', description: 'Lampu LOS merah.' };
  const { id } = await postAs<Made>(customer, portalUrl, '/tickets', report);
  const path = `/tickets/${id}`;
  await postAs(supervisor, portalUrl, `${path}/assign`, { technicianId: user.technicianId, overbook: true });
  await postAs(supervisor, portalUrl, `${path}/comments`, { text: 'Teknisi kami segera ke sana.' });
  await postAs(technician, portalUrl, `${path}/start`, {});
  const note = { text: 'Redaman -27 dBm di ODP-14, splitter diganti.', internal: true };
  await postAs(technician, portalUrl, `${path}/comments`, note);
  const history = (await readAs(supervisor, portalUrl)(`/api/v1${path}/history`)) as {
    readonly data: readonly { readonly id: string; readonly type: string; readonly traceId: string | null }[];
  };
  const assigned = history.data.find(({ type }) => type === 'ticket.assigned');
  for (const page of [customer, supervisor, technician]) await page.context().close();
  return { ticket: path, event: assigned?.id ?? '', trace: assigned?.traceId ?? '' };
}

const imagesDir = join(import.meta.dirname, '../../docs/images');

export async function takeReadmePictures(browser: Browser, portalUrl: string): Promise<void> {
  const work = await makeWork(browser, portalUrl);
  for (const { file, username, path, theme, viewport } of pictures) {
    const context = await browser.newContext({ viewport, colorScheme: theme });
    await speak(context, 'en');
    const page = await context.newPage();
    await signInToPortal(page, portalUrl, username);
    await page.goto(`${portalUrl}${path(work)}`);
    if (/^.(ops|admin)\//.test(path(work))) await page.waitForLoadState('networkidle');
    else await settled(page);
    await screenshot(page, join(imagesDir, file));
    console.log(`docs/images/${file}`);
    await context.close();
  }
}
