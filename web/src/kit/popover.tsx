/** A small panel beside what opened it. */
import { OnDemand, partOf } from './on-demand.tsx';
import type { PopoverProps } from './popover-panel.tsx';

const panel = partOf(async () => (await import('./popover-panel.tsx')).PopoverPanel);

export function Popover(props: PopoverProps) {
  return <OnDemand part={panel} popup="dialog" keys={[]} props={props} />;
}
