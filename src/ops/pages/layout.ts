// The frame around every operations page, and how these pages write times. No inline style or script:
// the pages hold under `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'`.

import { type Content, type Html, html } from './html.ts';

export type Frame = {
  title: string;
  current: 'outbox' | 'traces' | 'runbooks';
  /** Names under /ops/assets/ that the page loads. */
  scripts: string[];
  body: Content;
};

const places = [
  { id: 'outbox', href: '/ops/outbox', label: 'Outbox' },
  { id: 'traces', href: '/ops/traces', label: 'Traces' },
  { id: 'queues', href: '/admin/queues', label: 'Queues' },
  { id: 'runbooks', href: '/ops/runbooks', label: 'Runbooks' },
] as const;

export function renderFrame({ title, current, scripts, body }: Frame): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Trunkline</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/ops/assets/ops.css">
${scripts.map((name) => html`<script src="/ops/assets/${name}" defer></script>\n`)}</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<span class="brand"><svg class="mark" viewBox="0 0 20 20" aria-hidden="true"><rect width="20" height="20" rx="5"/><path d="M4 10h4l2-4 2 8 2-4h2"/></svg>Trunkline<span class="area">Operations</span></span>
<nav aria-label="Operations">${places.map(({ id, href, label }) => place(id === current, href, label))}</nav>
</header>
<main id="main">
${body}
</main>
</body>
</html>
`;
  return page.toString();
}

function place(isCurrent: boolean, href: string, label: string): Html {
  return isCurrent
    ? html`<a href="${href}" aria-current="page">${label}</a>`
    : html`<a href="${href}">${label}</a>`;
}

export type Notice = { title: string; detail: string };

export function renderNotice(kind: 'danger' | 'warning' | 'information', { title, detail }: Notice): Html {
  return html`<div class="notice ${kind}" role="${kind === 'danger' ? 'alert' : 'status'}"><strong>${title}</strong> <span>${detail}</span></div>`;
}

export const DEFAULT_TIME_ZONE = 'Asia/Jakarta';

/** `24 Nov, 18:55:03`, with the full instant behind it. */
export function renderTime(atMs: number, timeZone: string): Html {
  const at = new Date(atMs);
  const shown = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);
  return html`<time datetime="${at.toISOString()}" title="${at.toISOString()}">${shown}</time>`;
}

/** `0.42 ms`, `12.3 ms`, `4.20 s`, `3 min 5 s`, `2 h 14 min`. */
export function durationText(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(2))} ms`;
  if (ms < 1_000) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
