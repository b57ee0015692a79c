/** Sizes for fingers, of the whole document: menus and windows hang beside the shell, not in it. */
import { useLayoutEffect } from 'react';

export function useTouch(): void {
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset.density = 'touch';
    return () => {
      delete dataset.density;
    };
  }, []);
}
