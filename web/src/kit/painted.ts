/** Calls `act` once the page is painted as it is now. */
export function oncePainted(act: () => void): void {
  // A page that nobody sees is not painted.
  if (document.hidden) act();
  else requestAnimationFrame(() => setTimeout(act));
}
