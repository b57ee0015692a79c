/**
 * What stands there when the portal could not start: parts of it, its words among them, did not come. So the words are
 * here, in both languages.
 */

const words = {
  id: {
    title: 'Portal gagal dimuat',
    remedy: 'Periksa koneksi Anda, lalu muat ulang.',
    reload: 'Muat ulang',
  },
  en: {
    title: 'The portal could not be loaded',
    remedy: 'Check your connection and reload.',
    reload: 'Reload',
  },
} as const;

export function sayFailedStart(root: HTMLElement): void {
  const { title, remedy, reload } = words[document.documentElement.lang === 'en' ? 'en' : 'id'];
  const main = document.createElement('main');
  const heading = document.createElement('h1');
  const paragraph = document.createElement('p');
  const button = document.createElement('button');
  main.className = 'failed-start';
  main.role = 'alert';
  heading.textContent = title;
  paragraph.textContent = remedy;
  button.textContent = reload;
  button.onclick = () => location.reload();
  main.append(heading, paragraph, button);
  root.replaceChildren(main);
}
