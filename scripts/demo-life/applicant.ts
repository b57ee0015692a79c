/** One applicant, from the public form to the active line, who follows it all on the tracking page’s socket. */
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { formTimes } from '../../src/api/public-form.ts';
import { pictures } from '../../src/ops/demo/pictures.ts';
import { waitFor } from '../../test/support/wait.ts';
import { openEar } from '../demo/ear.ts';
import type { Client } from '../demo/platform.ts';
import { get, PATIENCE, post, type Scene, showLedger, work } from './scene.ts';

const PUBLIC = '/api/v1/public/registrations';
const TRACKED = [
  'registration.verified',
  'registration.survey_scheduled',
  'registration.survey_completed',
  'registration.approved',
  'registration.customer_created',
] as const;

export async function showApplicant(scene: Scene): Promise<void> {
  const { platform, timeline, admin, service, supervisor, zone } = scene;
  const { step } = timeline;
  timeline.part('An applicant, from the public form to the active line');
  const since = new Date().toISOString();
  const run = String(randomInt(10_000)).padStart(4, '0');
  const phone = `+628120000${run}`;
  const visitor = platform.visit();

  const { form, packages } = await get(visitor, `${PUBLIC}/form`);
  step(`opened the form: ${packages.length} packages are offered`);
  // Whoever is faster than people are is taken for a robot.
  await pause(formTimes.leastMs + 200);
  await post(visitor, `${PUBLIC}/codes`, { phone, locale: 'en', form });
  const code = await readMessage(admin, phone, since, /\b\d{6}\b/);
  step('the one-time code arrived by WhatsApp');
  const { number, token } = await post(
    visitor,
    PUBLIC,
    applicationOf(phone, run, packages[0].id, form, code),
  );
  step(`${number} was handed in`);
  const again = await visitor.send('POST', PUBLIC, applicationOf(phone, run, packages[0].id, form, code));
  timeline.check(again.status >= 400, `the same code was taken twice (${again.status})`);

  const ear = await openEar(platform, { token });
  try {
    const { id } = (await get(service, `/api/v1/registrations?q=${number}`)).data[0];
    const path = `/api/v1/registrations/${id}`;
    await post(service, `${path}/verify`, { zone });
    step(`customer service verified it, in the zone ${zone}`);
    const scheduledAt = new Date(Date.now() + 24 * 3_600_000).toISOString();
    const { surveyTicket } = await post(service, `${path}/schedule-survey`, { scheduledAt });
    const survey = { feasible: true, note: 'Pole at 40 m, a port is free.' };
    await work(scene, surveyTicket.id, { resolution: 'Surveyed.', survey });
    await waitFor(async () => (await get(service, path)).status === 'survey_completed', PATIENCE);
    step(`surveyed by the ticket ${surveyTicket.number}: feasible`);
    await post(supervisor, `${path}/approve`);
    const made = await post(supervisor, `${path}/create-customer`);
    const { customerId, customerCode, installationTicket } = made;
    step(`approved: customer ${customerCode}, account and ticket ${installationTicket.number} in one commit`);

    const text = await readMessage(admin, phone, since, /password (\S+?),/);
    const account = await platform.signIn(customerCode.toLowerCase(), text);
    const seen = await get(account, `/api/v1/tickets/${installationTicket.id}`);
    timeline.check(
      seen.number === installationTicket.number,
      'the new account does not see its installation',
    );
    step('the applicant signed in with the first password, and sees the installation');

    const serial = `LIFE-${Date.now().toString(36).toUpperCase()}`;
    const installed = { resolution: 'Installed.', equipmentSerials: [serial], signalDbm: -19 };
    await work(scene, installationTicket.id, installed, [pictures.ont, pictures.meter]);
    step('the technician attached two photos, without which the installation is not complete');
    const customer = await waitFor(async () => {
      const found = await get(service, `/api/v1/customers/${customerId}`);
      return found.status === 'active' && JSON.stringify(found).includes(serial) && found;
    }, PATIENCE).catch(() => undefined);
    if (customer) step(`installed with ${serial}: the line is active`);
    else timeline.gap('the line is not active, or has no equipment');

    for (const type of TRACKED)
      await ear.hears(type).catch(() => timeline.gap(`the socket heard no ${type}`));
    const heard = ear.heard.map(({ type }) => type.replace('registration.', ''));
    step(`the tracking socket heard: ${heard.join(', ')}`);
    timeline.check(new Set(heard).size === heard.length, 'the tracking socket heard something twice');
    const tracked = await get(platform.visit(token), `${PUBLIC}/tracking`);
    timeline.check(
      tracked.customerCode === customerCode,
      'the tracking page does not say the customer’s code',
    );
    await showLedger(
      scene,
      [
        { kind: 'registration', id },
        { kind: 'ticket', id: surveyTicket.id },
        { kind: 'ticket', id: installationTicket.id },
        { kind: 'customer', id: customerId },
      ],
      [
        'in_app registration.submitted',
        ...['received', 'verified', 'survey_scheduled', 'approved', 'welcome'].flatMap((name) => [
          `whatsapp registration.${name}`,
          `email registration.${name}`,
        ]),
        'in_app ticket.assigned',
        'whatsapp ticket.completed',
      ],
      since,
    );
  } finally {
    ear.stop();
  }
}

function applicationOf(phone: string, run: string, packageId: string, form: string, code: string): object {
  return {
    name: 'Ratna Permata',
    phone,
    email: `ratna.permata.${run}@pelanggan.example`,
    address: {
      street: 'Jl. Cempaka No. 7',
      rt: '003',
      rw: '005',
      kelurahan: 'Menteng',
      kecamatan: 'Menteng',
      city: 'Jakarta Pusat',
      postalCode: '10310',
    },
    packageId,
    preferredDate: new Date(Date.now() + 3 * 24 * 3_600_000).toISOString().slice(0, 10),
    preferredSlot: 'morning',
    locale: 'en',
    form,
    code,
  };
}

/** What the pattern finds in a message to the phone, as the local provider received it. */
async function readMessage(admin: Client, phone: string, since: string, pattern: RegExp): Promise<string> {
  const to = encodeURIComponent(phone);
  return await waitFor(async () => {
    const { data } = await get(admin, `/ops/outbox?channel=whatsapp&to=${to}&since=${since}`);
    const found = (data as { text: string }[]).map(({ text }) => pattern.exec(text)).find(Boolean);
    return found && (found[1] ?? found[0]);
  }, PATIENCE);
}
