/**
 * The main job in two browsers: a customer reports on a phone, the desk finds it by keyboard and gives it to a
 * technician, who does it with one thumb; the customer rates it. Each step is awaited on the others' screens.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeFindings, noteComplaints, signInToPortal } from '../../test/support/browser.ts';
import type { Report } from './report.ts';
import { artifactsDir, readAs, screenshot } from './visit.ts';

const words = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../web/locales/id.json'), 'utf8'),
) as Readonly<Record<string, string>>;

function say(id: string): string {
  const text = words[id];
  if (text === undefined) throw new Error(`There is no text ${id}`);
  return text;
}

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

interface Step {
  readonly name: string;
  readonly run: () => Promise<void>;
  /** Whose screens are kept, with what stands on them then. */
  readonly screens: readonly (readonly [string, Page])[];
}

export async function runFlows(
  desk: Browser,
  outside: Browser,
  portalUrl: string,
  report: Report,
): Promise<void> {
  const complaints: string[] = [];
  const open = async (browser: Browser, username: string, options: BrowserContextOptions): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage();
    noteComplaints(page, complaints);
    await signInToPortal(page, portalUrl, username);
    return page;
  };
  const supervisor = await open(desk, 'supervisor', { viewport: { width: 1440, height: 900 } });
  const technician = await open(outside, 'technician', { ...phone, colorScheme: 'dark' });
  const customer = await open(outside, 'customer', phone);
  const clock = new Intl.DateTimeFormat('id', { timeStyle: 'short', timeZone: 'Asia/Jakarta' });
  const title = `Lampu modem merah sejak ${clock.format(new Date())}`;
  const onThumb = technician.getByRole('article').filter({ hasText: title });
  let number = '';

  const steps: readonly Step[] = [
    {
      name: 'a customer reports on a phone',
      screens: [['customer', customer]],
      async run() {
        await customer.goto(`${portalUrl}/tickets/new`);
        await customer.getByRole('textbox', { name: say('newTicket.what') }).fill(title);
        await customer.getByRole('button', { name: say('newTicket.submit.customer') }).click();
        await customer.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
        number =
          (await customer
            .getByText(/^T-\d+$/)
            .first()
            .textContent()) ?? '';
      },
    },
    {
      name: 'the desk finds it by keyboard, and comments while the customer looks',
      screens: [['supervisor', supervisor]],
      async run() {
        await supervisor.keyboard.press('Control+k');
        await supervisor.getByRole('dialog').locator('input:focus').waitFor();
        await supervisor.keyboard.type(number);
        await supervisor.getByRole('option').filter({ hasText: title }).waitFor();
        await supervisor.keyboard.press('Enter');
        await supervisor.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
        await supervisor
          .getByRole('textbox', { name: say('comment.label') })
          .fill('Teknisi kami segera ke sana.');
        await supervisor.getByRole('button', { name: say('comment.send') }).click();
        await customer.getByText('Teknisi kami segera ke sana.').waitFor();
      },
    },
    {
      name: 'it is given to a technician, whose phone shows it',
      screens: [
        ['supervisor', supervisor],
        ['technician', technician],
      ],
      async run() {
        const { user } = (await readAs(technician, portalUrl)('/api/v1/session')) as {
          readonly user: { readonly technicianId: string };
        };
        const { name } = (await readAs(
          supervisor,
          portalUrl,
        )(`/api/v1/technicians/${user.technicianId}`)) as { readonly name: string };
        await supervisor.getByRole('button', { name: say('command.assign') }).click();
        const dialog = supervisor.getByRole('dialog');
        const one = dialog.locator(`[data-candidate="${user.technicianId}"]`);
        await dialog.getByRole('radio').first().waitFor();
        // Only the best are shown at first.
        if ((await one.count()) === 0) await dialog.getByRole('button', { name: /teknisi$/ }).click();
        await one.getByText(name).click();
        await dialog.getByRole('button', { name: say('command.assign') }).click();
        await onThumb.waitFor();
      },
    },
    {
      name: 'the technician starts and completes it with one thumb',
      screens: [
        ['technician', technician],
        ['customer', customer],
      ],
      async run() {
        await onThumb.getByRole('button', { name: say('command.start') }).click();
        await supervisor.getByRole('heading', { level: 1, name: title }).waitFor();
        await onThumb.getByRole('button', { name: say('command.complete') }).click();
        const dialog = technician.getByRole('dialog');
        await dialog.getByRole('textbox').first().fill('Konektor dibersihkan, -19 dBm.');
        await dialog.getByRole('button', { name: say('command.complete') }).click();
        await customer.getByRole('group', { name: say('rating.ask') }).waitFor();
      },
    },
    {
      name: 'the customer rates it, and the desk sees it at once',
      screens: [
        ['customer', customer],
        ['supervisor', supervisor],
      ],
      async run() {
        await customer.getByRole('radio', { name: '5 dari 5' }).check({ force: true });
        await customer.getByRole('button', { name: say('rating.send') }).click();
        await customer.getByText(say('rating.yours'), { exact: true }).waitFor();
        await supervisor.getByRole('complementary').getByRole('img', { name: '5 dari 5' }).waitFor();
      },
    },
  ];

  for (const [index, { name, run, screens }] of steps.entries()) {
    const startedAtMs = performance.now();
    try {
      await run();
      report.flow(name, performance.now() - startedAtMs);
    } catch (error) {
      report.wrong(`flow: ${name}`, String(error).split('\n').slice(0, 3).join(' '));
      for (const [who, page] of [
        ['supervisor', supervisor],
        ['technician', technician],
        ['customer', customer],
      ] as const) {
        await screenshot(page, join(artifactsDir, 'flows', `${index + 1}-failed-${who}.png`));
      }
      break;
    }
    for (const [who, page] of screens) {
      await screenshot(page, join(artifactsDir, 'flows', `${index + 1}-${who}.png`));
      report.axe(`flow: ${name}`, who, await axeFindings(page));
    }
  }
  report.complaints('flows', 'console', complaints);
  for (const page of [supervisor, technician, customer]) await page.context().close();
}
