// The runbooks of the alerts as pages: what docs/runbooks/ says, where an alert or a trace can link to.
//
// Only the Markdown that they use is known: headings, lists, paragraphs, `code`, *words* and links. Links to other
// runbooks lead to their pages; what they say of other documents stays text.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Content, type Html, html } from './html.ts';
import { renderFrame } from './layout.ts';

/** Beside dist/ in an image, beside src/ in the repository: the nearest one above this file. */
function findFolder(): string | undefined {
  for (let above = import.meta.dirname; above !== dirname(above); above = dirname(above)) {
    const folder = join(above, 'docs/runbooks');
    if (existsSync(folder)) return folder;
  }
  return undefined;
}

/** The alerts that have one, by name. */
export function listRunbooks(): string[] {
  const folder = findFolder();
  return folder
    ? readdirSync(folder)
        .flatMap((name) => /^(\w+)\.md$/.exec(name)?.[1] ?? [])
        .sort()
    : [];
}

/** Undefined when there is none of this name. */
export function readRunbook(alert: string): string | undefined {
  const folder = findFolder();
  return folder && listRunbooks().includes(alert)
    ? readFileSync(join(folder, `${alert}.md`), 'utf8')
    : undefined;
}

export function renderRunbookList(alerts: readonly string[]): string {
  const rows = alerts.map((alert) => html`<li><a href="/ops/runbooks/${alert}">${alert}</a></li>`);
  const body = html`<h1>Runbooks</h1>\n<p>For each alert: what people see, what to check, what to do.</p>\n<ul>${rows}</ul>`;
  return renderFrame({ title: 'Runbooks', current: 'runbooks', scripts: [], body });
}

export function renderRunbook(alert: string, markdown: string): string {
  const back = html`<p><a href="/ops/runbooks">All runbooks</a></p>`;
  const body = html`${back}\n${markdown
    .trim()
    .split(/\n{2,}/)
    .map(block)}`;
  return renderFrame({ title: alert, current: 'runbooks', scripts: [], body });
}

function block(text: string): Html {
  const heading = /^(#{1,2}) (.+)$/.exec(text);
  if (heading?.[2])
    return heading[1] === '#'
      ? html`<h1>${inline(heading[2])}</h1>\n`
      : html`<h2>${inline(heading[2])}</h2>\n`;
  const lines = text.split('\n');
  const items = (mark: RegExp): Content =>
    lines.map((line) => html`<li>${inline(line.replace(mark, ''))}</li>`);
  if (text.startsWith('- ')) return html`<ul>${items(/^- /)}</ul>\n`;
  if (/^\d+\. /.test(text)) return html`<ol>${items(/^\d+\. /)}</ol>\n`;
  return html`<p>${inline(text)}</p>\n`;
}

function inline(text: string): Content {
  return text.split(/(`[^`]+`|\*[^*]+\*|\[[^\]]+\]\([^)]+\))/).map((part): Content => {
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    if (/^\*[^*]+\*$/.test(part)) return html`<em>${part.slice(1, -1)}</em>`;
    const [, words, target = ''] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part) ?? [];
    if (words === undefined) return part;
    const [, alert] = /^(\w+)\.md$/.exec(target) ?? [];
    return alert ? html`<a href="/ops/runbooks/${alert}">${words}</a>` : words;
  });
}
