// Before the first paint: theme and language as this browser was left, so that nothing flashes; how large the window is;
// and what takes long and needs no page is begun on another thread.
{
  const root = document.documentElement;
  const read = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const theme = read('trunkline.theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const locale = read('trunkline.locale');
  const tell = (name, value) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the other way is for pages over https alone, and later.
    document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`;
  };
  // The server renders the next page in this language, for a window of this size.
  if (locale === 'en' || locale === 'id') {
    root.lang = locale;
    tell('trunkline_locale', locale);
  }
  tell('trunkline_viewport', `${innerWidth}x${innerHeight}`);

  // What is done before the page is taken over is done again then (`src/app/early-deeds.ts`).
  globalThis.trunklineDeeds = [];
  const note = (event) => {
    const { type, target } = event;
    if (!globalThis.trunklineDeeds || (type === 'click' && target.closest?.('a'))) return;
    globalThis.trunklineDeeds.push({ type, target });
    // Of a page that is half taken over, React would send what forms begin with.
    event.stopPropagation();
  };
  // No form of the portal is sent by the browser itself: what was typed (passwords, too) would stand in the address.
  addEventListener('submit', (event) => event.preventDefault(), true);
  for (const type of ['click', 'change', 'submit']) addEventListener(type, note, true);
  // The key of the palette, which is the browser's own where nobody takes it.
  const noteKey = (event) => {
    const { key, ctrlKey, metaKey, target } = event;
    // Browsers that fill in a form send keys without a name.
    if (!globalThis.trunklineDeeds || (key !== 'k' && key !== 'K') || !(ctrlKey || metaKey)) return;
    globalThis.trunklineDeeds.push({ type: 'keydown', target, key, ctrlKey, metaKey });
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('keydown', noteKey, true);

  const file = '/formats.js';
  const policy = globalThis.trustedTypes?.createPolicy('trunkline-early', { createScriptURL: () => file });
  // Without it everything is the same, a little later.
  if (globalThis.Worker) new Worker(policy ? policy.createScriptURL(file) : file);
}
