/** One person through every page of theirs: a screenshot for each theme and width, and what is wrong with it. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Role } from '../../src/contracts/permissions.ts';
import { axeFindings, noteComplaints, settled, signInToPortal } from '../../test/support/browser.ts';
import { addressOfPage, type PortalPage, pagesOfRole } from '../../test/support/portal-pages.ts';
import type { Report } from './report.ts';
import { artifactsDir, drawn, type Language, readAs, screenshot, speak, themes, widths } from './visit.ts';

export interface Stop {
  /** As the table names it. */
  readonly name: string;
  readonly address: string;
}

export interface Walker {
  readonly role: Role;
  readonly language: Language;
  /** For every address: also those that nobody has, or that are for others. */
  readonly extra?: readonly Stop[];
}

interface Walk {
  readonly browser: Browser;
  readonly portalUrl: string;
  readonly pages: readonly PortalPage[];
  readonly report: Report;
}

export async function walkAll(walk: Walk, { role, language, extra = [] }: Walker): Promise<void> {
  const context = await walk.browser.newContext({
    viewport: { width: 1440, height: widths[1440] },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  try {
    await speak(context, language);
    noteComplaints(page, complaints);
    await signInToPortal(page, walk.portalUrl, role);
    const read = readAs(page, walk.portalUrl);
    const stops: Stop[] = [];
    for (const { path } of pagesOfRole(walk.pages, role)) {
      stops.push({ name: path, address: await addressOfPage(path, read) });
    }
    for (const stop of [...stops, ...extra]) {
      // What a page says that asks for an address nobody has is what it asked for.
      const expectsRefusals = extra.includes(stop);
      try {
        await page.setViewportSize({ width: 1440, height: widths[1440] });
        await page.goto(`${walk.portalUrl}${stop.address}`);
        await settled(page);
        await drawn(page);
        // A start that leads on is seen where it leads.
        if (new URL(page.url()).pathname !== stop.address) continue;
        if (
          !expectsRefusals &&
          (await page.getByRole('main').getByRole('heading', { level: 1 }).count()) === 0
        )
          walk.report.wrong(nameOf(stop.name, role), `${role}: no page is shown there`);
        await lookAt(page, nameOf(stop.name, role), role, walk.report);
      } catch (error) {
        walk.report.wrong(nameOf(stop.name, role), `${role}: ${String(error).split('\n')[0]}`);
      } finally {
        const texts = complaints.splice(0);
        if (!expectsRefusals) walk.report.complaints(nameOf(stop.name, role), role, texts);
      }
    }
  } finally {
    await context.close();
  }
}

/** The start is another page for each role. */
export function nameOf(path: string, role: string): string {
  return path === '/' ? `/ (${role})` : path;
}

/** In both themes and all widths, where the page stands. */
export async function lookAt(page: Page, name: string, role: string, report: Report): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    for (const [width, height] of Object.entries(widths)) {
      await page.setViewportSize({ width: Number(width), height });
      await drawn(page);
      const where = `${role} ${theme} ${width}`;
      await screenshot(page, join(artifactsDir, role, `${fileName(name)}-${theme}-${width}.png`));
      report.shot(name, role);
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (wide > Number(width)) report.wrong(name, `${where}: ${wide - Number(width)} px too wide`);
      // Both themes and both shapes, without trying every pair.
      if ((theme === 'light' && width === '1440') || (theme === 'dark' && width === '360')) {
        report.axe(name, where, await axeFindings(page));
      }
    }
  }
}

function fileName(name: string): string {
  return name.replace(/\W+/g, ' ').trim().replace(/ /g, '-') || 'start';
}
