// Before the first paint: theme and language as this browser was left, so that nothing flashes, and what takes long and
// needs no page is begun on another thread.
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
  if (locale === 'en' || locale === 'id') root.lang = locale;

  const file = '/formats.js';
  const policy = globalThis.trustedTypes?.createPolicy('trunkline-early', { createScriptURL: () => file });
  // Without it everything is the same, a little later.
  if (globalThis.Worker) new Worker(policy ? policy.createScriptURL(file) : file);
}
