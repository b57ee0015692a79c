/**
 * A zone as people read it: `jakarta-pusat` is Jakarta Pusat, in every language. The code stays in addresses, in the
 * API and in forms; whatever shows a zone shows this.
 */
export function zoneName(code: string): string {
  return code
    .split('-')
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
