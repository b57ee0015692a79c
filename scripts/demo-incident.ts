/**
 * `npm run demo:incident`, against a running platform with its demo data: breaks it in four ways, shows for each
 * which alert would fire and when, what the console says, and the way to the cause; heals it, and recounts that
 * nothing was lost or doubled. Exits 1 on any gap. It takes about three minutes, and gives up after four.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../test/support/wait.ts';
import { type Client, openPlatform } from './demo/platform.ts';
import { type Expected, watchAlerts } from './demo-incident/alerts.ts';
import { startClicks } from './demo-incident/clicks.ts';
import { healAll, type Incident, incidents, replayLetters, type Scene } from './demo-incident/incidents.ts';
import { recount } from './demo-incident/recount.ts';
import { look, sentence, waitForTrouble, walk } from './demo-incident/show.ts';

const LIMIT_MS = 240_000;
const gaps: string[] = [];

async function show(incident: Incident, scene: Scene): Promise<void> {
  const { platform, admin, clicks } = scene;
  const gap = (what: string): void => {
    gaps.push(`${incident.title}: ${what}`);
  };
  await calm(admin);
  console.log(`\n${incident.title}\n  broken by ${incident.breaks}`);
  const since = new Date().toISOString();
  const startedMs = performance.now();
  const watch = watchAlerts(platform.apiUrl);
  const restartsBefore = restartsOf(await look(admin));
  const heal = await incident.break(scene);
  try {
    const said = await waitForTrouble(admin, incident, startedMs, incident.saidWithinMs);
    console.log(`  the console says after ${said?.afterSeconds ?? '–'} s:`);
    if (said) console.log(`    ${sentence(said.trouble)}`);
    for (const trouble of (await look(admin)).troubles)
      if (trouble.code !== said?.trouble.code) console.log(`    and ${sentence(trouble)}`);
    if (!said) gap('the console said nothing of it');
    console.log('  the way to the cause:');
    const tickets = clicks.take();
    for (const missing of await walk(platform, admin, await incident.path(scene, tickets))) gap(missing);
    await pause(Math.max(0, (incident.lastsMs ?? 0) - (performance.now() - startedMs)));
    const brokenMs = performance.now() - startedMs;
    if (incident.alert !== undefined) await watch.sees(incident.alert);
    watch.healing();
    await heal();
    if (incident.alert === 'DeadLetters') for (const missing of await replayLetters(admin)) gap(missing);
    const all = [...tickets, ...clicks.take()];
    for (const missing of await recount(platform, admin, clicks, all, since)) gap(missing);
    const healedMs = performance.now() - startedMs;
    sayAlerts(incident, await watch.end(), gap);
    const restarts = restartsOf(await look(admin)) - restartsBefore;
    console.log(
      `  found after ${seconds(brokenMs)}, healed and all work done after ${seconds(healedMs)}\n` +
        `  tickets promised: ${all.length}, each once in the log, on the screen, in every inbox and at the provider\n` +
        `  requests repeated: ${clicks.failures()}, processes started again: ${restarts}, ` +
        `scrapes unanswered: ${watch.unanswered()}`,
    );
    if (watch.unanswered() > 0) gap('/metrics did not answer');
  } finally {
    await watch.end();
  }
}

function sayAlerts(incident: Incident, expected: readonly Expected[], gap: (what: string) => void): void {
  const words: Readonly<Record<Expected['how'], string>> = {
    fired: 'fires',
    held: 'would fire, had it not been healed,',
    growing: 'would fire, at the pace at which it aged,',
    moment: '',
  };
  console.log(`  alerts: ${incident.about}`);
  for (const { alert, how, for: lasts, firesAfterSeconds } of expected)
    console.log(
      how === 'moment'
        ? `    ${alert} was near for a moment; it has to last for ${lasts}`
        : `    ${alert} ${words[how]} after ${firesAfterSeconds} s`,
    );
  if (expected.length === 0) console.log('    none comes near');
  if (incident.alert !== undefined && !expected.some(({ alert }) => alert === incident.alert))
    gap(`nothing points to the alert ${incident.alert}`);
}

/** What the incident before has left in the figures is no sign of the next one; that of a restart stays a while. */
async function calm(admin: Client): Promise<void> {
  const isCalm = async (): Promise<boolean> =>
    (await look(admin)).troubles.every(({ code }) => code === 'process_restarted');
  await waitFor(isCalm, { everyMs: 500 }).catch(() => undefined);
}

function restartsOf({ processes }: { readonly processes: readonly { readonly restarts: number }[] }): number {
  return processes.reduce((sum, { restarts }) => sum + restarts, 0);
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}

async function main(): Promise<void> {
  const platform = await openPlatform();
  const limit = setTimeout(() => {
    console.error(`\nNot done within ${LIMIT_MS / 1_000} s.`);
    process.exit(1);
  }, LIMIT_MS);
  const [admin, supervisor, technician, customer] = await Promise.all([
    platform.signIn('admin'),
    platform.signIn('supervisor'),
    platform.signIn('technician'),
    platform.signIn('customer'),
  ]);
  const { body } = await supervisor.get(`/api/v1/technicians/${technician.user.technicianId}`);
  const clicks = await startClicks(platform, supervisor, {
    customerId: String(customer.user.customerId),
    zone: String(body.zone),
  });
  const scene = { platform, admin, clicks };
  await healAll(scene);
  try {
    for (const incident of incidents) await show(incident, scene);
  } finally {
    clearTimeout(limit);
    clicks.stop();
    await healAll(scene).catch(() => undefined);
    await platform.stop();
  }
}

await main().catch((error: unknown) => {
  gaps.push(error instanceof Error ? error.message : String(error));
});
if (gaps.length > 0) {
  console.error(`\nGaps:\n${gaps.map((gap) => `  - ${gap}`).join('\n')}`);
  process.exit(1);
}
console.log('\nFour incidents, each seen, found, healed; nothing lost, nothing doubled.');
process.exit(0);
