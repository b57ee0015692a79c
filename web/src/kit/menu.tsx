/** Actions behind one button. `items` in groups; a line between groups. */
import type { MenuProps } from './menu-panel.tsx';
import { menuKeys, OnDemand, partOf } from './on-demand.tsx';

const panel = partOf(async () => (await import('./menu-panel.tsx')).MenuPanel);

export function Menu(props: MenuProps) {
  return <OnDemand part={panel} popup="menu" keys={menuKeys} props={props} />;
}
