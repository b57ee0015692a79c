/** Pages of the portal in a browser: their widths and themes, pictures of them, and what the API says to their people. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';

export const artifactsDir = join(import.meta.dirname, '../../artifacts/portal');

export const widths = { 360: 780, 768: 1024, 1440: 900 } as const;
export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export type Language = 'id' | 'en';

/** Whose session a browser has, and what else it has kept. */
export type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** As if its people had chosen the language in this browser before. */
export async function speak(context: BrowserContext, language: Language): Promise<void> {
  await context.addInitScript(`localStorage.setItem('trunkline.locale', '${language}')`);
}

export async function drawn(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

export async function screenshot(page: Page, file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file, animations: 'disabled' });
}

/** GETs of the API in the page's session. */
export function readAs(page: Page, portalUrl: string): (path: string) => Promise<unknown> {
  return async (path) => {
    const answer = await page.request.get(`${portalUrl}${path}`);
    if (!answer.ok()) throw new Error(`GET ${path}: ${answer.status()} ${await answer.text()}`);
    return await answer.json();
  };
}
