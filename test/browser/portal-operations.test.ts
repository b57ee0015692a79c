import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../../src/engine/database.ts';
import { createQueues } from '../../src/engine/queues.ts';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';

describe.skipIf(!chromiumPath)('the operations console in the portal', () => {
  let portal: PortalInBrowser;
  let pool: Pool;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
    pool = createPool({ url: portal.platform.env.DATABASE_URL ?? '', poolSize: 2, name: 'console-test' });
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await pool?.end();
    await portal?.stop();
  });

  it('shows every process, queue, group and schedule to who is on call, who can turn nothing', async () => {
    const noc = await portal.signedIn('noc');
    await noc.getByRole('link', { name: 'Operasi' }).click();
    const processes = noc.getByRole('table', { name: 'Proses' });
    for (const { role, index } of (await portal.platform.list()).filter((row) => row.role !== 'supervisor')) {
      await processes
        .getByRole('row', { name: new RegExp(`${role} ${index} Berjalan`) })
        .first()
        .waitFor();
    }
    await noc.getByRole('table', { name: 'Antrean' }).getByText('deliveries-whatsapp').waitFor();
    await noc.getByRole('table', { name: 'Jadwal' }).getByRole('row').nth(1).waitFor();
    await noc.getByRole('table', { name: 'Pengiriman dan penyedia' }).getByText('whatsapp_group').waitFor();
    const groups = noc.getByRole('table', { name: 'Grup penangan' });
    await groups.getByText('notifications').waitFor();
    expect(await groups.getByRole('button').count()).toBe(0);
    expect(await axeFindings(noc)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('an administrator pauses a group with a reason; the page says so, and why, by itself', async () => {
    const admin = await portal.signedIn('admin', { colorScheme: 'dark' });
    const noc = await portal.signedIn('noc');
    await noc.setViewportSize({ width: 390, height: 844 });
    await noc.goto(`${portal.url}/operations`);
    await admin.getByRole('link', { name: 'Operasi' }).click();
    const row = admin.getByRole('table', { name: 'Grup penangan' }).getByRole('row', { name: /business/ });
    await row.getByRole('button', { name: 'Jeda' }).click();
    await admin.getByRole('dialog').getByLabel('Alasan').fill('Rilis buruk');
    await admin.getByRole('dialog').getByRole('button', { name: 'Jeda' }).click();
    await row.getByText('Rilis buruk').waitFor();
    await noc.getByText(/Grup business dijeda selama/).waitFor();
    expect(await axeFindings(noc)).toEqual([]);
    expect(await axeFindings(admin)).toEqual([]);
    await row.getByRole('button', { name: 'Lanjutkan' }).click();
    await admin.getByRole('dialog').getByLabel('Alasan').fill('Sudah diperbaiki');
    await admin.getByRole('dialog').getByRole('button', { name: 'Lanjutkan' }).click();
    await noc.getByText(/Grup business dijeda selama/).waitFor({ state: 'detached' });
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('dead letters are found by their data, chosen, and replayed with a reason', async () => {
    await pool.query(
      `insert into dead_letters ("group", handler, event_id, actor_kind, actor_id, error, attempts)
       select 'business', 'business.lockout', id, actor_kind, actor_id, 'TypeError: no name', 5
         from events where type = 'ticket.created' order by id limit 3`,
    );
    const { rows } = await pool.query<{ number: string }>(
      `select data->>'number' as number from events where type = 'ticket.created' order by id limit 1`,
    );
    const admin = await portal.signedIn('admin');
    await admin.goto(`${portal.url}/dead-letters`);
    const letters = admin.getByRole('row', { name: /ticket\.created/ });
    await letters.nth(2).waitFor();
    await admin.getByLabel('Cari di data').fill(rows[0]?.number ?? '');
    await letters.nth(1).waitFor({ state: 'detached' });
    await letters.first().waitFor();
    expect(await letters.count()).toBe(1);
    await admin.getByRole('checkbox', { name: 'Pilih semua yang tampil' }).click();
    expect(await axeFindings(admin)).toEqual([]);
    await admin.getByRole('button', { name: 'Ulangi pilihan' }).click();
    await admin.getByRole('dialog').getByLabel('Alasan').fill('Diperbaiki');
    await admin.getByRole('dialog').getByRole('button', { name: 'Ulangi' }).click();
    await admin.getByText('1 peristiwa dikerjakan').first().waitFor();
    await letters.first().waitFor({ state: 'detached' });
    const { rows: kept } = await pool.query(
      `select count(*) filter (where status = 'replayed')::int as replayed, max(reason) as reason from dead_letters`,
    );
    expect(kept).toEqual([{ replayed: 1, reason: 'Diperbaiki' }]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('Bull Board shows each the buttons that the own rights press, of a queue and of a job', async () => {
    const { REDIS_URL = '', QUEUE_PREFIX = 'trunkline' } = portal.platform.env;
    const queues = createQueues(REDIS_URL, QUEUE_PREFIX);
    const queue = queues.queue('business');
    await queue.waitUntilReady();
    const job = await queue.add('ticket', { kind: 'ticket', id: 'later' }, { delay: 3_600_000 });
    const offered = async (username: string) => {
      const page = await portal.signedIn(username);
      await page.goto(`${portal.url}/admin/queues/queue/business?status=delayed`);
      const ofQueue = page.locator('button:has(.lucide-ellipsis-vertical)').last();
      await page.getByText(`#${job.id}`).first().waitFor();
      const ofJobs = page.locator('[class*="jobActions-"] > li');
      const jobs = await ofJobs.filter({ visible: true }).count();
      await ofQueue.click();
      await page.getByRole('menuitem').filter({ visible: true }).first().waitFor();
      const queue = await page.getByRole('menuitem').filter({ visible: true }).allInnerTexts();
      return { queue, jobs };
    };
    try {
      const limits = ['Pause', 'Set concurrency', 'Set rate limit'];
      expect(await offered('admin')).toEqual({
        queue: ['Add job', ...limits, 'Empty', 'Obliterate'],
        jobs: 5,
      });
      expect(await offered('noc')).toEqual({ queue: limits, jobs: 1 });
      // Bull Board preloads scripts that not every page of it needs.
      expect(portal.complaints.splice(0).filter((one) => !one.includes('preload'))).toEqual([]);
    } finally {
      await job.remove();
      await queues.stop();
    }
  });
});
