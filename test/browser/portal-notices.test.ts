import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

describe.skipIf(!chromiumPath)('notices in the portal', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterAll(async () => {
    await portal?.stop();
  });

  it('words are changed by an administrator, wishes by a supervisor, and the ledger shows both', async () => {
    const admin = await portal.signedIn('admin');
    await admin.getByRole('link', { name: 'Templat', exact: true }).click();
    const named = admin.getByRole('row').filter({ has: admin.getByText('ticket.created', { exact: true }) });
    await named.getByRole('link', { name: 'T-000123' }).click();
    const indonesian = admin.getByRole('region', { name: 'Bahasa Indonesia' });
    await indonesian.getByLabel('Isi').fill('{number} {title} {zone} {harga}');
    await indonesian.getByText('Tidak ada nilai untuk {harga}').waitFor();
    expect(await axeFindings(admin)).toEqual([]);
    expect(await admin.getByRole('button', { name: 'Simpan dan pakai' }).isDisabled()).toBe(true);
    await indonesian.getByLabel('Isi').fill('Segera: {number} {title}, zona {zone}, {priority}.');
    await indonesian.getByText('Segera: T-000123').first().waitFor();
    await admin.getByRole('button', { name: 'Simpan dan pakai' }).click();
    await admin.getByText('Versi 1 dipakai', { exact: true }).first().waitFor();
    await admin.getByRole('button', { name: 'Pakai: bawaan' }).waitFor();

    const supervisor = await portal.signedIn('supervisor');
    await supervisor.goto(`${portal.url}/account/notices`);
    const news = supervisor.getByRole('group', { name: 'Saluran: Tiket baru' });
    await news.getByRole('checkbox', { name: 'Dalam portal' }).click();
    await news.getByRole('button', { name: 'Kembali ke bawaan: Tiket baru' }).waitFor();
    await supervisor.getByRole('checkbox', { name: 'Gunakan jam tenang' }).click();
    await supervisor.getByLabel('Dari').fill('00:00');
    const kept = supervisor.waitForResponse((answer) =>
      Boolean(answer.request().postData()?.includes('00:01')),
    );
    await supervisor.getByLabel('Sampai').fill('00:01');
    await kept;
    expect(await axeFindings(supervisor)).toEqual([]);
    await supervisor.reload();
    await news.getByRole('checkbox', { name: 'Dalam portal', checked: false }).waitFor();
    expect(await supervisor.getByLabel('Sampai').inputValue()).toBe('00:01');

    const made = { type: 'repair', priority: 'normal', title: 'Kabel putus', zone: 'depok' };
    const { id } = await portal.post<{ id: string }>(admin, '/tickets', made);
    await admin.goto(`${portal.url}/tickets/${id}`);
    await admin.getByRole('link', { name: 'Siapa diberi tahu' }).click();
    await admin.getByText('Dinonaktifkan oleh penerima').waitFor();
    await admin.getByRole('button', { name: 'Saluran' }).click();
    await admin.getByRole('checkbox', { name: 'Surel' }).click();
    await admin.keyboard.press('Escape');
    await waitFor(async () => (await admin.getByText('Dinonaktifkan oleh penerima').count()) === 0);
    await admin.getByRole('button', { name: 'Langkah: ticket.created' }).first().click();
    const steps = admin.getByRole('dialog');
    await steps.getByText('versi 1').waitFor({ timeout: 25_000 });
    expect(await axeFindings(admin)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('words that were not saved are there after the page was left, and after a version was loaded over them', async () => {
    const admin = await portal.signedIn('admin');
    await admin.goto(`${portal.url}/templates`);
    const named = admin.getByRole('row').filter({ has: admin.getByText('ticket.assigned', { exact: true }) });
    await named.getByRole('link', { name: 'T-000123' }).click();
    const words = admin.getByRole('region', { name: 'Bahasa Indonesia' }).getByLabel('Isi');
    await words.fill('Setengah jadi {number}');
    await admin.goto(`${portal.url}/templates`);
    await named.getByRole('link', { name: 'T-000123' }).click();
    await waitFor(async () => (await words.inputValue()) === 'Setengah jadi {number}');
    await admin.getByRole('button', { name: 'Muat ke penyunting: bawaan' }).click();
    await waitFor(async () => (await words.inputValue()) !== 'Setengah jadi {number}');
    await admin.getByRole('button', { name: 'Urungkan' }).click();
    await waitFor(async () => (await words.inputValue()) === 'Setengah jadi {number}');
    await admin.getByRole('button', { name: 'Muat ke penyunting: bawaan' }).click();
  });

  it('are read in an open inbox in the words that an administrator gives them', async () => {
    const admin = await portal.signedIn('admin');
    const noc = await portal.signedIn('noc');
    await noc.goto(`${portal.url}/inbox`);
    await noc.getByRole('heading', { level: 1 }).waitFor();
    const { user } = await (await noc.request.get(`${portal.url}/api/v1/session`)).json();
    const tell = (message: string) => portal.post(admin, '/notifications/test', { userId: user.id, message });
    await tell('Satu');
    await noc.getByText('Satu', { exact: true }).waitFor();
    await admin.goto(`${portal.url}/templates`);
    await admin.getByRole('radio', { name: 'Notifikasi' }).click();
    const named = admin.getByRole('row').filter({ has: admin.getByText('notice.test', { exact: true }) });
    await named.getByRole('link').click();
    const indonesian = admin.getByRole('region', { name: 'Bahasa Indonesia' });
    await indonesian.getByLabel('Isi').fill('Katanya: {message}');
    await indonesian.getByText('Katanya: Halo').first().waitFor();
    const shownBy = await indonesian.locator('figcaption').allInnerTexts();
    expect(shownBy.map((name) => name.trim())).toEqual(['Dalam portal', 'Di peramban']);
    expect(await axeFindings(admin)).toEqual([]);
    await admin.getByRole('button', { name: 'Simpan dan pakai' }).click();
    await admin.getByText('Versi 1 dipakai', { exact: true }).first().waitFor();
    await tell('Dua');
    await noc.getByText('Katanya: Dua').waitFor();
    await noc.reload();
    await noc.getByText('Katanya: Satu').waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
