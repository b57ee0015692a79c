/** Saves what the server answers as a file, by the press of a button: the page stays, also when it is refused. */
export function saveFile(path: string): void {
  const link = document.createElement('a');
  link.href = path;
  link.download = '';
  link.click();
}
