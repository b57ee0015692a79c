// The two scripts of the operations pages. They are sent to the browser as they stand: no imports, no inner HTML
// but what our own server rendered (through a Trusted Types policy where the browser has them).

/** Refreshes the list while it is looked at, and saves switches as they are moved. */
export const outboxScript = `
const list = document.getElementById('messages');
const live = document.getElementById('live');
const saved = document.getElementById('saved');
const policy = window.trustedTypes?.createPolicy('ops', { createHTML: (text) => text });
const EVERY_MS = 2000;

function parse(text) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, 'text/html');
}

async function refresh() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' }, signal: AbortSignal.timeout(5000) });
  if (response.status === 401 || response.redirected) return location.reload();
  const fresh = parse(await response.text()).getElementById('messages');
  if (!fresh) return;
  const open = new Set([...list.querySelectorAll('details[open]')].map((one) => one.id));
  for (const one of fresh.querySelectorAll('details')) one.open = open.has(one.id) && one.id !== '';
  if (fresh.innerHTML === list.innerHTML) return;
  const focused = list.contains(document.activeElement) ? document.activeElement.closest('details')?.id : undefined;
  list.replaceChildren(...fresh.childNodes);
  if (focused) document.getElementById(focused)?.querySelector('summary')?.focus({ preventScroll: true });
}

async function keepFresh() {
  if (live?.checked && !document.hidden && !getSelection()?.toString()) await refresh().catch(() => undefined);
  setTimeout(keepFresh, EVERY_MS);
}
if (list) setTimeout(keepFresh, EVERY_MS);

const well = { down: false, drop: false, twice: false, slowMs: 0, reject: '' };

function words(now) {
  return [
    now.down && 'down',
    now.drop && 'dropping answers',
    now.twice && 'answering twice',
    now.slowMs > 0 && 'slow by ' + now.slowMs + ' ms',
    now.reject && 'refusing ' + now.reject,
  ].filter(Boolean);
}

function show(form, now) {
  for (const name of ['down', 'drop', 'twice']) if (form.elements[name]) form.elements[name].checked = now[name];
  for (const name of ['slowMs', 'reject']) form.elements[name].value = now[name];
  const state = form.querySelector('[data-state]');
  const on = words(now);
  state.textContent = on.join(', ') || 'well';
  state.className = 'state ' + (on.length > 0 ? 'warning' : 'good');
}

async function save(form, change) {
  const channel = form.dataset.channel;
  saved.textContent = 'Saving …';
  try {
    const response = await fetch('/ops/outbox/switches', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ [channel]: change }),
      signal: AbortSignal.timeout(5000),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail || answer.title);
    show(form, answer[channel]);
    saved.textContent = 'Saved.';
  } catch (error) {
    saved.textContent = 'Not saved: ' + error.message;
  }
}

for (const form of document.querySelectorAll('form[data-channel]')) {
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', ({ target }) => {
    if (!target.checkValidity()) return target.reportValidity();
    const value = target.type === 'checkbox' ? target.checked : target.type === 'number' ? Number(target.value) : target.value.trim();
    save(form, { [target.name]: value });
  });
  form.querySelector('[data-reset]')?.addEventListener('click', () => save(form, well));
}

document.getElementById('reply')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  saved.textContent = 'Sending …';
  try {
    const response = await fetch('/ops/outbox/replies', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''))),
      signal: AbortSignal.timeout(5000),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail || answer.title);
    form.elements.text.value = '';
    saved.textContent = 'The answer is sent.';
  } catch (error) {
    saved.textContent = 'Not sent: ' + error.message;
  }
});
`;

/** Opens the span that the address names. */
export const traceScript = `
function openTarget() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  // A link from another trace knows the span, not its row.
  const target = wanted && (document.getElementById(wanted) ?? document.querySelector('[id^="' + CSS.escape(wanted) + '-"]'));
  if (!target) return;
  if (target.tagName === 'DETAILS') target.open = true;
  target.querySelector('summary')?.focus();
}
addEventListener('hashchange', openTarget);
openTarget();
`;
