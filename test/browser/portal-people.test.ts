import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

describe.skipIf(!chromiumPath)('personal data in the portal', () => {
  let portal: PortalInBrowser;
  let admin: Page;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
    admin = await portal.signedIn('admin');
  });
  afterAll(async () => {
    await portal?.stop();
  });

  it('are downloaded as a file, and erased by whoever types the code; the page says so in both languages', async () => {
    const name = 'Wulandari Wiryawan';
    const made = await portal.post<{ id: string; code: string }>(admin, '/customers', {
      name,
      zone: 'depok',
      status: 'active',
    });
    await admin.goto(`${portal.url}/customers/${made.id}?tab=history`);
    await admin.getByRole('button', { name: 'Data pribadi' }).click();
    const [file] = await Promise.all([
      admin.waitForEvent('download'),
      admin.getByRole('menuitem', { name: 'Unduh semuanya' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`customer-${made.id}.json`);

    const erase = async () => {
      await admin.getByRole('button', { name: 'Data pribadi' }).click();
      await admin.getByRole('menuitem', { name: 'Hapus selamanya' }).click();
    };
    await erase();
    const dialog = admin.getByRole('dialog');
    const typed = dialog.getByRole('textbox');
    const submit = dialog.getByRole('button', { name: 'Hapus selamanya' });
    await typed.fill('C-0');
    await submit.click();
    await dialog.getByText(`Ini bukan ${made.code}`).waitFor();
    await typed.fill(made.code);
    await submit.click();
    // The line is in use.
    await dialog.getByRole('alert').waitFor();
    expect(await axeFindings(admin)).toEqual([]);
    await admin.keyboard.press('Escape');
    await portal.post(admin, `/customers/${made.id}/terminate`, {});
    await admin.reload();
    await erase();
    await typed.fill(made.code);
    await submit.click();
    await admin.getByRole('heading', { name: 'Orang yang dihapus' }).waitFor();
    await admin.getByText('menghapus data orang ini').waitFor();
    await waitFor(async () => (await admin.getByText(name).count()) === 0);
    expect(await axeFindings(admin)).toEqual([]);
    const complaints = portal.complaints.splice(0);
    expect(complaints.filter((one) => !/409/.test(one))).toEqual([]);
  });
});
