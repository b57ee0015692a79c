import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, chromiumPath, type PortalInBrowser, startPortalInBrowser } from '../support/browser.ts';
import { waitFor } from '../support/wait.ts';

describe.skipIf(!chromiumPath)('the board and the search of the desk', () => {
  let portal: PortalInBrowser;

  beforeAll(async () => {
    portal = await startPortalInBrowser();
  });
  afterEach(() => portal.leave());
  afterAll(async () => {
    await portal?.stop();
  });

  it('a card that is dragged to a technician, and one that is given by keyboard, move on every board', async () => {
    const supervisor = await portal.signedIn('supervisor');
    const manager = await portal.signedIn('manager', { colorScheme: 'dark' });
    await manager.goto(`${portal.url}/board`);
    const waiting = supervisor.locator('[data-column=unassigned] [data-card]');
    const columns = supervisor.locator('[data-column]:not([data-column=unassigned])');
    await waiting.first().waitFor();
    const target = (await columns.first().getAttribute('data-column')) as string;

    const first = (await waiting.first().getAttribute('data-card')) as string;
    await supervisor.locator(`[data-card="${first}"]`).dragTo(columns.first());
    await supervisor.locator(`[data-column="${target}"] [data-card="${first}"]`).waitFor();
    await manager.locator(`[data-column="${target}"] [data-card="${first}"]`).waitFor();

    const second = (await waiting.first().getAttribute('data-card')) as string;
    await supervisor.locator(`[data-card="${second}"]`).getByRole('link').focus();
    let know: () => void = () => undefined;
    const known = new Promise<void>((resolve) => {
      know = resolve;
    });
    await supervisor.route('**/candidates', (route) => known.then(() => route.continue()), { times: 1 });
    await supervisor.keyboard.press('a');
    // Nobody can be hit before whoever suits best stands first: the names would move under the hand.
    await supervisor.getByRole('menu').getByText('Memuat …').waitFor();
    expect(await supervisor.getByRole('menuitemcheckbox').count()).toBe(0);
    know();
    await supervisor.getByRole('menu').getByText('Paling cocok').waitFor();
    await supervisor.keyboard.press('ArrowDown');
    await supervisor.keyboard.press('Enter');
    await waiting.and(supervisor.locator(`[data-card="${second}"]`)).waitFor({ state: 'detached' });
    await manager.locator(`[data-column=unassigned] [data-card="${second}"]`).waitFor({ state: 'detached' });
    // Whoever moved it stays with it.
    await supervisor.locator(`[data-card="${second}"] a:focus`).waitFor();
    expect(await axeFindings(supervisor)).toEqual([]);
    expect(await axeFindings(manager)).toEqual([]);
    expect(portal.complaints.splice(0)).toEqual([]);
  });

  it('who goes along with the lead stays in the team that gets another', async () => {
    const supervisor = await portal.signedIn('supervisor');
    const read = async (path: string) =>
      await (await supervisor.request.get(`${portal.url}/api/v1${path}`)).json();
    const columns = supervisor.locator('[data-column]:not([data-column=unassigned])');
    await columns.first().waitFor();
    const [target, lead] = [
      await columns.first().getAttribute('data-column'),
      await columns.nth(1).getAttribute('data-column'),
    ];
    const { data } = await read('/technicians?limit=10');
    const [second, third] = data
      .map(({ id }: { readonly id: string }) => id)
      .filter((id: string) => id !== target && id !== lead);
    const { id } = await portal.post<{ id: string }>(supervisor, '/tickets', {
      type: 'repair',
      title: 'Tiang roboh',
      priority: 'critical',
    });
    await portal.post(supervisor, `/tickets/${id}/assign`, {
      technicianId: lead,
      members: [second],
      overbook: true,
    });
    // As it is now: an event says what changed, not which version that made.
    await supervisor.reload();
    await supervisor.locator(`[data-column="${lead}"] [data-card="${id}"]`).waitFor();
    const others = async (): Promise<string[]> =>
      (await read(`/tickets/${id}`)).team
        .filter((one: { readonly lead: boolean }) => !one.lead)
        .map((one: { readonly technicianId: string }) => one.technicianId);
    await supervisor.route('**/assign', (route) => {
      const body = { ...route.request().postDataJSON(), overbook: true };
      return route.continue({ postData: JSON.stringify(body) });
    });
    await supervisor.locator(`[data-card="${id}"]`).dragTo(columns.first());
    await waitFor(async () => (await read(`/tickets/${id}`)).technicianId === target);
    expect(await others()).toEqual([second]);

    await supervisor.goto(`${portal.url}/tickets/${id}`);
    await supervisor.getByRole('button', { name: 'Tugaskan' }).click();
    const dialog = supervisor.getByRole('dialog', { name: /^Tugaskan/ });
    await dialog.getByRole('button', { name: /^Ikut serta/ }).click();
    const more = data.find((one: { readonly id: string }) => one.id === third);
    await supervisor.getByRole('dialog', { name: 'Ikut serta' }).getByLabel(more.name).check();
    await supervisor.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Tugaskan' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await others()).toSorted()).toEqual([second, third].toSorted());
    portal.complaints.splice(0);
  });

  it('a refused move returns to its place, with an explanation', async () => {
    const supervisor = await portal.signedIn('supervisor');
    const card = supervisor.locator('[data-column=unassigned] [data-card]').first();
    const id = (await card.getAttribute('data-card')) as string;
    await supervisor.route('**/assign', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 409, code: 'wrong_state', traceId: 'f'.repeat(32) }),
      }),
    );
    await card.dragTo(supervisor.locator('[data-column]:not([data-column=unassigned])').first());
    await supervisor.getByText('f'.repeat(32)).first().waitFor();
    await supervisor.locator(`[data-column=unassigned] [data-card="${id}"]`).waitFor();
    portal.complaints.splice(0);
  });

  it('a customer is found while typing, and a ticket made for them', async () => {
    const desk = await portal.signedIn('customer_service');
    await desk.getByRole('searchbox', { name: 'Cari pelanggan' }).and(desk.locator(':focus')).waitFor();
    // Faster than the answer.
    await desk.keyboard.type('C-000002');
    await desk.keyboard.press('Enter');
    await desk.waitForURL(/\/customers\/[0-9a-f-]{36}$/);
    await desk.getByRole('button', { name: 'Tangguhkan' }).waitFor();
    const name = (await desk.getByRole('heading', { level: 1 }).textContent()) as string;
    expect(await axeFindings(desk)).toEqual([]);
    await desk.getByRole('link', { name: 'Tiket baru' }).click();
    await desk.getByRole('textbox', { name: 'Perihal', exact: true }).fill('Lampu modem merah');
    await waitFor(
      async () => (await desk.getByRole('combobox', { name: 'Pelanggan' }).inputValue()) === name,
    );
    await desk.getByRole('button', { name: 'Buat tiket' }).click();
    await desk.waitForURL(/\/tickets\/[0-9a-f-]{36}$/);
    await desk.getByRole('complementary').getByText(name).waitFor();
    expect(portal.complaints.splice(0)).toEqual([]);
  });
});
