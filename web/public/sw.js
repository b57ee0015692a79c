// Shows notices when no page of the portal is open. It answers no request and keeps nothing, so every page is as the
// server has it; a new version takes over at once.

addEventListener('install', () => skipWaiting());

addEventListener('push', (event) => {
  const notice = read(event.data);
  if (notice) event.waitUntil(show(notice));
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(
    Promise.all([open(event.notification.data.about), report(event.notification.data, 'read')]),
  );
});

// The push service gave this browser another address.
addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew(event));
});

function read(data) {
  try {
    return data?.json();
  } catch {
    return undefined;
  }
}

/** One that comes a second time takes its own place, and is silent. */
async function show({ id, title, body, lang, tag, about, receipt }) {
  const same = await registration.getNotifications({ tag });
  const again = same.some((one) => one.data?.id === id);
  await registration.showNotification(title, {
    body,
    lang,
    tag,
    renotify: !again,
    silent: again,
    icon: '/icon.svg',
    data: { id, about, receipt },
  });
  await report({ id, receipt }, 'shown');
}

/** Pages of the same host that are none of a signed-in person's: they would not go there. */
const ELSEWHERE = /^\/(api|admin|ops|docs|metrics|register|track)(\/|$)/;
/** A press counts for a few seconds only, and then no page may be opened any more. */
const ANSWER_MS = 1_000;

/** What was open is taken there, the page that is looked at before others; a page of its own when none answers. */
async function open(about) {
  const path = about ? `/inbox#open=${about}` : '/inbox';
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const rank = ({ focused, visibilityState }) => (focused ? 2 : visibilityState === 'visible' ? 1 : 0);
  const [page] = pages
    .filter(({ url }) => !ELSEWHERE.test(new URL(url).pathname))
    .sort((a, b) => rank(b) - rank(a));
  if (!page || !(await ask(page, about))) return await clients.openWindow(path);
  return await page.focus().catch(() => undefined);
}

/** Whether the page said that it goes there: one where nobody is signed in says nothing. */
function ask(page, about) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => resolve(true);
    setTimeout(() => resolve(false), ANSWER_MS);
    page.postMessage({ type: 'trunkline.open', about }, [port2]);
  });
}

/** A word to whoever asks whether it was seen; nobody waits for it. */
async function report({ id, receipt }, step) {
  if (receipt) await post('/api/v1/push-receipts', { id, receipt, step });
}

async function renew({ oldSubscription, newSubscription }) {
  const options = oldSubscription?.options;
  const now = newSubscription ?? (options && (await registration.pushManager.subscribe(options)));
  if (!now) return;
  const { endpoint, keys } = now.toJSON();
  await post('/api/v1/push-subscriptions', { endpoint, keys });
}

async function post(path, body) {
  const headers = { 'Content-Type': 'application/json' };
  await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => undefined);
}
