import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeFindings,
  chromiumPath,
  type PortalInBrowser,
  settled,
  startPortalInBrowser,
} from '../support/browser.ts';

describe.skipIf(!chromiumPath)('roles in the portal', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterAll(async () => {
    await portal?.stop();
  });

  it('what is ticked is looked at, saved, seen at once by those it concerns, and taken back', async () => {
    const admin = await portal.signedIn('admin');
    const manager = await portal.signedIn('manager');
    await manager.goto(`${portal.url}/customers`);
    await settled(manager);
    const button = manager.getByRole('button', { name: 'Pelanggan baru' });
    expect(await button.count()).toBe(0);

    await admin.goto(`${portal.url}/roles`);
    await settled(admin);
    const box = admin.getByRole('checkbox', {
      name: 'Manajer: Membuat dan mengubah pelanggan',
      exact: false,
    });
    // By keyboard: from the cell above it.
    await admin.getByRole('checkbox', { name: 'Manajer: Mengubah telepon dan surel sendiri' }).focus();
    await admin.keyboard.press('ArrowDown');
    await admin.keyboard.press('Space');
    await admin.getByRole('button', { name: 'Tinjau 1 perubahan' }).click();
    await admin.getByRole('dialog').getByText('Membuat dan mengubah pelanggan', { exact: false }).waitFor();
    expect(await axeFindings(admin)).toEqual([]);
    // An API process may go by the old rights for a second: the first answer is such a one's.
    const old = await (await manager.request.get(`${portal.url}/api/v1/session`)).body();
    await manager.route(
      '**/api/v1/session',
      (route) => route.fulfill({ body: old, contentType: 'application/json' }),
      { times: 1 },
    );
    await admin.getByRole('dialog').getByRole('button', { name: 'Simpan perubahan' }).click();
    await button.waitFor();
    await box.and(admin.locator(':checked')).waitFor();

    await admin.getByRole('button', { name: 'Urungkan' }).click();
    await button.waitFor({ state: 'detached' });
    await box.and(admin.locator(':not(:checked)')).waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
