import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  chromiumPath,
  type PortalInBrowser,
  settled,
  startPortalInBrowser,
} from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

describe.skipIf(!chromiumPath)('analytics in the portal', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  it('a manager goes from the start to figures, another period, the tickets behind a figure and its file; figures follow what happens', async () => {
    const manager = await portal.signedIn('manager');
    await manager.getByRole('main').getByRole('link', { name: 'Analitik' }).click();
    const today = manager.locator('dl').filter({ hasText: 'Hari ini' }).locator('b').first();
    const before = Number(await today.textContent());
    expect(before).toBeGreaterThan(0);

    await portal.post(manager, '/tickets', { type: 'repair', title: 'Counted at once', zone: 'bogor' });
    await waitFor(async () => Number(await today.textContent()) === before + 1, { deadlineMs: 15_000 });

    const chart = manager.getByRole('img', { name: 'Tiket per hari' });
    await chart.focus();
    await manager.keyboard.press('ArrowLeft');
    const pointed = manager.getByText(/Dibuat \d+, Selesai \d+/);
    await pointed.waitFor({ state: 'attached' });
    const distribution = manager.waitForResponse(/\/analytics\/distribution\?from=/);
    await manager.getByRole('radio', { name: '7 hari' }).click();
    await manager.waitForURL(/from=\d{4}-\d\d-\d\d&to=/);
    await manager.getByText('Sebagai tabel').click();
    // The thirty days before stand until the seven are there.
    const days = manager.getByRole('region', { name: 'Tiket per hari' }).getByRole('row');
    await waitFor(async () => (await days.count()) === 8);
    await distribution;
    await manager.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    // Today is among these days, too.
    await pointed.waitFor({ state: 'attached' });
    expect(await axeFindings(manager)).toEqual([]);

    const [file] = await Promise.all([
      manager.waitForEvent('download'),
      manager
        .getByRole('button', { name: 'Ekspor' })
        .click()
        .then(() => manager.getByRole('menuitem', { name: 'Tiket per hari' }).click()),
    ]);
    expect((await readFile(await file.path(), 'utf8')).trim().split('\n')).toHaveLength(8);

    const row = manager.getByRole('region', { name: 'Jenis' }).getByRole('row').nth(1);
    const count = await row.getByRole('cell').nth(1).textContent();
    await row.getByRole('link').click();
    await settled(manager);
    await manager.getByRole('list', { name: 'Filter yang berlaku' }).getByText('Dibuat').waitFor();
    await manager.getByRole('heading', { name: 'Tiket' }).waitFor();
    await manager.getByText(`${count} tiket`, { exact: true }).waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('a technician sees the own figures, and nobody else’s', async () => {
    const technician = await portal.signedIn('technician');
    await technician.getByRole('link', { name: 'Angka saya' }).click();
    await technician.getByText('Beres sekali').waitFor();
    await technician.goto(`${portal.url}/analytics`);
    await settled(technician);
    expect(await technician.getByText('Kepatuhan SLA').count()).toBe(0);
    // A period of before there was anything.
    await technician.goto(`${portal.url}/performance?from=2020-01-01&to=2020-01-31`);
    await technician.getByText('Belum ada yang selesai dalam periode ini').waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
