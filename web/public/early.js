// Before the first paint: theme and language as this browser was left, so that nothing flashes.
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
}
