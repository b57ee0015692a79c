/** What a person sees: the console's sentences as the portal words them, and the pages that lead to the cause. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIntl } from 'react-intl';
import type { Console, Trouble, TroubleCode } from '../../src/contracts/console.ts';
import { waitFor } from '../../test/support/wait.ts';
import type { Client, DemoPlatform } from '../demo/platform.ts';

const messages = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../web/locales/en.json'), 'utf8'),
) as Record<string, string>;
const intl = createIntl({ locale: 'en', messages });

export function sentence({ code, subject, seconds, count, because }: Trouble): string {
  const span = seconds === null ? '–' : `${Math.round(seconds)} s`;
  const what = intl.formatMessage({ id: `console.trouble.${code}` }, { subject, span, count: count ?? 0 });
  return because ? `${what} ${intl.formatMessage({ id: `console.because.${because}` })}` : what;
}

export async function look(admin: Client): Promise<Console> {
  const { status, body } = await admin.get('/api/v1/operations/state');
  if (status !== 200) throw new Error(`the console answered ${status}`);
  return body as Console;
}

export interface Said {
  readonly trouble: Trouble;
  readonly afterSeconds: number;
}

/** Until the console says one of these about one of the subjects. */
export async function waitForTrouble(
  admin: Client,
  { troubles: codes, subject = '' }: { readonly troubles: readonly TroubleCode[]; readonly subject?: string },
  sinceMs: number,
  deadlineMs: number,
): Promise<Said | undefined> {
  return await waitFor(
    async () => {
      const trouble = (await look(admin)).troubles.find(
        (one) => codes.includes(one.code) && one.subject.startsWith(subject),
      );
      return trouble && { trouble, afterSeconds: Math.round((performance.now() - sinceMs) / 100) / 10 };
    },
    { deadlineMs, everyMs: 250 },
  ).catch(() => undefined);
}

export interface Step {
  readonly what: string;
  readonly path: string;
  /** What has to stand in the answer. */
  readonly says?: string;
}

/** Walks the way a person would; what does not answer, or does not say it, is a gap. */
export async function walk(
  { apiUrl }: DemoPlatform,
  admin: Client,
  steps: readonly Step[],
): Promise<string[]> {
  const gaps: string[] = [];
  for (const { what, path, says } of steps) {
    console.log(`    ${what}: ${apiUrl}${path}`);
    const isPage = path === '/operations' || path.startsWith('/ops/runbooks');
    const { status, body } = await admin.get(path, isPage ? 'text/html' : undefined);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    if (status !== 200) gaps.push(`${path} answered ${status}`);
    else if (says !== undefined && !text.includes(says)) gaps.push(`${path} does not say "${says}"`);
  }
  return gaps;
}
