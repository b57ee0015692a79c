/**
 * What pages ask the API for first (`begin` in their `page.tsx`) where their address says nothing more, to the letter:
 * the browser asks for it beside the entry, and the page finds the answer there. The browser carries none of this.
 *
 * One that no page takes is a warning in the browser's console, and one that is missing here is asked for later:
 * `test/browser/portal-first.test.ts` finds both.
 */
import type { FirstParts } from '../../src/contracts/first-parts.ts';

type Reads = FirstParts['pages'][number]['reads'];

/** Of `tickets/names.ts`. */
const names: Reads = [
  { path: '/technicians?limit=200', needs: 'technicians.view' },
  { path: '/staff?limit=200' },
];

/** By the page's path in `pages.ts`, or by its folder where it stands at `/`. */
export const firstReads: Readonly<Record<string, Reads>> = {
  'customer-start': [{ path: '/tickets?limit=100' }],
  'technician-start': [
    { path: '/tickets?assignedTo=me&status=assigned%2Cin_progress%2Con_hold&sort=slaDueAt&limit=100' },
    { path: '/tickets?status=open&sort=slaDueAt&limit=100' },
    { path: '/tickets?assignedTo=me&status=completed&sort=-updatedAt&limit=100' },
  ],
  '/board': [
    {
      path: '/tickets?status=open%2Cassigned%2Cin_progress%2Con_hold&snoozed=no&sort=slaDueAt&limit=100',
    },
    ...names,
  ],
  '/tickets': [
    { path: '/views' },
    { path: '/tickets/count' },
    { path: '/tickets?limit=50&offset=0' },
    ...names,
  ],
};
