/** What every part of the demo has: the platform, its people, and the timeline that is printed. */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../../test/support/wait.ts';
import { readArrived } from '../demo/arrived.ts';
import type { Answer, Caller, Client, DemoPlatform } from '../demo/platform.ts';

export interface Scene {
  readonly platform: DemoPlatform;
  readonly timeline: Timeline;
  readonly admin: Client;
  readonly supervisor: Client;
  readonly service: Client;
  readonly technician: Client;
  readonly customer: Client;
  /** The technician’s, and the customer’s too. */
  readonly zone: string;
}

export interface Timeline {
  part(title: string): void;
  /** Something happened just now. */
  step(what: string): void;
  gap(what: string): void;
  check(holds: boolean, what: string): void;
  readonly gaps: readonly string[];
}

export interface Entity {
  readonly kind: string;
  readonly id: string;
}

interface LedgerRow {
  readonly id: string;
  readonly channel: string;
  readonly template: string;
  readonly status: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly recipient: { readonly kind: string; readonly id: string; readonly name: string | null };
  readonly createdAt: string;
  readonly heldUntil: string | null;
}

export const PATIENCE = { deadlineMs: 45_000, everyMs: 100 } as const;
const AT_ONCE_MS = 30_000;

export function createTimeline(): Timeline {
  const gaps: string[] = [];
  const startedMs = performance.now();
  let title = '';
  const timeline: Timeline = {
    gaps,
    part(next) {
      title = next;
      console.log(`\n${title}`);
    },
    step: (what) =>
      console.log(`  ${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(6)} s  ${what}`),
    gap(what) {
      gaps.push(title === '' ? what : `${title}: ${what}`);
    },
    check(holds, what) {
      if (!holds) timeline.gap(what);
    },
  };
  return timeline;
}

/** The answer's body; throws on anything but a 2xx. */
export async function must(answer: Answer | Promise<Answer>, what: string): Promise<Answer['body']> {
  const { status, body } = await answer;
  if (status < 200 || status > 299) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Repeated under the same key while the platform asks for that: it is done once. */
export async function post(who: Caller, path: string, body: unknown = {}): Promise<Answer['body']> {
  const key = randomUUID();
  for (const endsAt = performance.now() + PATIENCE.deadlineMs; ; ) {
    const answer = await who.send('POST', path, body, key);
    if (answer.status !== 503 || performance.now() > endsAt) return await must(answer, `POST ${path}`);
    await pause(500);
  }
}

export const get = (who: Caller, path: string): Promise<Answer['body']> => must(who.get(path), `GET ${path}`);

/** From open to completed, by the demo’s technician; `photos` in Base64. */
export async function work(
  scene: Scene,
  ticketId: string,
  done: object,
  photos: readonly string[] = [],
): Promise<void> {
  const path = `/api/v1/tickets/${ticketId}`;
  const team = { technicianId: scene.technician.user.technicianId, overbook: true };
  await post(scene.supervisor, `${path}/assign`, team);
  await post(scene.technician, `${path}/start`);
  for (const photo of photos)
    await must(scene.technician.upload(`${path}/attachments`, Buffer.from(photo, 'base64')), 'A photo');
  await post(scene.technician, `${path}/complete`, done);
}

/**
 * Prints who was told what of these, and checks that it was: each template that is expected is there, nothing failed,
 * and the provider has of each message that was sent exactly one.
 */
export async function showLedger(
  { admin, timeline }: Scene,
  entities: readonly Entity[],
  expected: readonly string[],
  since: string,
): Promise<void> {
  const missing = (rows: readonly LedgerRow[]): readonly string[] =>
    expected.filter((one) => !rows.some(({ channel, template }) => `${channel} ${template}` === one));
  const read = async (): Promise<LedgerRow[]> => {
    const pages = await Promise.all(
      entities.map(({ kind, id }) =>
        get(admin, `/api/v1/deliveries?entityKind=${kind}&entityId=${id}&limit=200`),
      ),
    );
    return pages
      .flatMap(({ data }) => data as LedgerRow[])
      .filter(({ channel }) => channel !== 'webhook')
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  };
  await waitFor(async () => {
    const rows = await read();
    return missing(rows).length === 0 && !rows.some(isUnderWay);
  }, PATIENCE).catch(() => undefined);
  const rows = await read();
  console.log('\n  The ledger: who was told what, by which channel, and what became of it');
  console.table(
    rows.map(({ recipient, channel, template, status, reason, createdAt }) => ({
      at: createdAt.slice(11, 19),
      who: whoOf(recipient),
      channel,
      template,
      state: reason === null ? status : `${status} (${reason})`,
    })),
  );
  for (const one of missing(rows)) timeline.gap(`nobody was told "${one}"`);
  const arrived = await readArrived(admin, since);
  for (const { id, channel, template, status, heldUntil } of rows) {
    const what = `${channel} ${template}`;
    if (isUnderWay({ status, heldUntil }) || status === 'failed' || status === 'unknown')
      timeline.gap(`"${what}" is ${status}`);
    if (channel === 'in_app') continue;
    const times = arrived.get(id) ?? 0;
    const wanted = status === 'sent' || status === 'delivered' || status === 'read' ? 1 : 0;
    timeline.check(times === wanted, `"${what}" (${status}) arrived ${times} times at the provider`);
  }
}

function whoOf({ kind, id, name }: LedgerRow['recipient']): string {
  return kind === 'registration' ? 'applicant' : `${kind} ${name ?? id}`;
}

/** What waits for the end of somebody’s quiet hours is as it should be. */
function isUnderWay({ status, heldUntil }: Pick<LedgerRow, 'status' | 'heldUntil'>): boolean {
  if (status === 'sending') return true;
  return status === 'queued' && (heldUntil === null || Date.parse(heldUntil) < Date.now() + AT_ONCE_MS);
}
