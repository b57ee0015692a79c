/** The pages that a shell's navigation shows to this person. */
import { useMemo } from 'react';
import { type PageSpec, pages, type ShellName } from '../app/pages.ts';
import { useMay } from '../session/session.ts';

export type NavPage = PageSpec & { readonly nav: NonNullable<PageSpec['nav']> };

export function useNav(shell: ShellName | 'palette'): readonly NavPage[] {
  const may = useMay();
  return useMemo(
    () =>
      pages.filter(
        (page): page is NavPage =>
          page.nav !== undefined &&
          (shell === 'palette' || page.nav.shells.includes(shell)) &&
          (page.access.length === 0 || page.access.some((permission) => may(permission))),
      ),
    [may, shell],
  );
}
