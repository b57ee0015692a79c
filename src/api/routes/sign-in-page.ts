/** A page to sign in at, for people who open an operator's page without a session. */
import * as z from 'zod/mini';
import { text } from '../../contracts/text.ts';
import { defineRoute, type Route } from '../route.ts';

const tag = 'Operations pages';

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in – Trunkline</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/ops/assets/ops.css">
<script type="module" src="/sign-in/sign-in.js"></script></head>
<body><main><div class="heading"><h1>Sign in</h1></div>
<form class="panel switches" id="sign-in" method="post">
<label class="field"><span>Username</span><input name="username" autocomplete="username" required maxlength="100" autofocus></label>
<label class="field"><span>Password</span><input name="password" type="password" autocomplete="current-password" required maxlength="200"></label>
<button type="submit">Sign in</button>
<p id="said" role="alert"></p>
<noscript><p>Signing in needs JavaScript.</p></noscript>
</form></main></body></html>
`;

const script = `
const form = document.getElementById('sign-in');
const said = document.getElementById('said');

function next() {
  const url = new URL(new URLSearchParams(location.search).get('next') ?? '/docs', location.origin);
  return url.origin === location.origin ? url.href : '/docs';
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  said.textContent = '';
  try {
    const response = await fetch('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    if (response.ok) return location.replace(next());
    const problem = await response.json();
    said.textContent = problem.title + '. ' + problem.remedy;
  } catch {
    said.textContent = 'The server does not answer. Try again.';
  }
});
`;

export const signInPageRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/sign-in',
    tag,
    summary: 'A page to sign in at',
    access: 'public',
    answers: { 200: { description: 'The page', type: 'text/html' } },
    page: true,
    query: z.strictObject({ next: z.optional(text(1, 2_000)) }),
    handle: () => ({ status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, text: page }),
  }),
  defineRoute({
    method: 'get',
    path: '/sign-in/sign-in.js',
    tag,
    summary: 'Its script',
    access: 'public',
    answers: { 200: { description: 'The script', type: 'text/javascript' } },
    handle: () => ({
      status: 200,
      headers: { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'max-age=300' },
      text: script,
    }),
  }),
];
