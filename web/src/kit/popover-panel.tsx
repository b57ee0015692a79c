/** A panel and the button that opens it, both mounted: `popover.tsx` says when. */
import { Popover as Base } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import type { OpensBeside } from './on-demand.tsx';
import popup from './popup.module.css';

export interface PopoverProps extends OpensBeside {
  readonly title: string;
  readonly children: ReactNode;
}

export function PopoverPanel({ trigger, title, children, defaultOpen = false }: PopoverProps) {
  return (
    <Base.Root defaultOpen={defaultOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={popup.positioner} sideOffset={4} align="start">
          <Base.Popup className={`${popup.popup} ${popup.padded}`}>
            <Base.Title className="visually-hidden">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
