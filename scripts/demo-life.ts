/**
 * `npm run demo:life`, against a running platform with its demo data: an applicant from the public form to the active
 * line, a repair with its clock, a webhook consumer that fails and recovers, a thousand tickets changed in bulk.
 * Prints it as a timeline with the ledger; exits 1 on any gap. It takes about a minute, and gives up after four.
 */
import { openPlatform } from './demo/platform.ts';
import { showApplicant } from './demo-life/applicant.ts';
import { showBulk } from './demo-life/bulk.ts';
import { showConsumer } from './demo-life/consumer.ts';
import { showRepair } from './demo-life/repair.ts';
import { createTimeline, get, must, type Scene } from './demo-life/scene.ts';

const LIMIT_MS = 240_000;
const timeline = createTimeline();

async function main(): Promise<void> {
  const platform = await openPlatform();
  const limit = setTimeout(() => {
    console.error(`\nNot done within ${LIMIT_MS / 1_000} s.`);
    process.exit(1);
  }, LIMIT_MS);
  try {
    const [admin, supervisor, service, technician, customer] = await Promise.all([
      platform.signIn('admin'),
      platform.signIn('supervisor'),
      platform.signIn('customer_service'),
      platform.signIn('technician'),
      platform.signIn('customer'),
    ]);
    const { zone } = await get(supervisor, `/api/v1/technicians/${technician.user.technicianId}`);
    const scene = { platform, timeline, admin, supervisor, service, technician, customer, zone };
    await requireLoopback(scene);
    await showApplicant(scene);
    await showRepair(scene);
    await undisturbed(scene, async () => showBulk(scene, await showConsumer(scene)));
  } finally {
    clearTimeout(limit);
    await platform.stop();
  }
}

/** Before anything else: the consumer is on this machine, which webhooks reach in development, or where a setting says so. */
async function requireLoopback({ admin }: Scene): Promise<void> {
  const url = 'http://127.0.0.1:1/hook';
  const { status, body } = await admin.send('POST', '/api/v1/webhooks', { url, types: ['user.locked'] });
  if (status === 400)
    throw new Error(
      'Webhooks may not reach this machine, where the consumer of this demo is. Start the platform with:\n' +
        '    WEBHOOK_ADDRESSES=loopback npm start',
    );
  await admin.send('DELETE', `/api/v1/webhooks/${body.id}`, {});
}

/** Nobody mails the supervisor about a thousand tickets: it is their wish, as it can be of anybody. */
async function undisturbed({ supervisor }: Scene, work: () => Promise<void>): Promise<void> {
  const wish = (choice: object | null) =>
    must(
      supervisor.send('PATCH', '/api/v1/notice-preferences', { notices: { new_tickets: choice } }),
      'the wish of the supervisor',
    );
  await wish({ on: ['in_app'], digest: 'immediate' });
  timeline.step('the supervisor wishes no e-mail of new tickets for now');
  try {
    await work();
  } finally {
    await wish(null);
  }
}

await main().catch((error: unknown) => {
  timeline.gap(error instanceof Error ? error.message : String(error));
});
if (timeline.gaps.length > 0) {
  console.error(`\nGaps:\n${timeline.gaps.map((gap) => `  - ${gap}`).join('\n')}`);
  process.exit(1);
}
console.log(
  '\nA line, a repair, a consumer, a thousand tickets: everybody was told, nothing lost, nothing doubled.',
);
process.exit(0);
