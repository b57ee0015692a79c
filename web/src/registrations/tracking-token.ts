/** The tracking token, for as long as the tab is open: whoever borrows the device later finds nothing. */
const KEY = 'trunkline.tracking';

export function readToken(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepToken(token: string | undefined): void {
  try {
    if (token === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, token);
  } catch {
    // Forbidden: the code is asked for again.
  }
}
