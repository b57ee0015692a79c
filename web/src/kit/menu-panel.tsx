/** A menu and the button that opens it, both mounted: `menu.tsx` says when. */
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import type { OpensBeside } from './on-demand.tsx';
import popup from './popup.module.css';

export interface MenuAction {
  readonly key: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly detail?: string;
  readonly danger?: boolean;
  readonly checked?: boolean;
  /** Stays open, for switches. */
  readonly keepOpen?: boolean;
  readonly onSelect: () => void;
}

export interface MenuGroup {
  readonly key: string;
  readonly label?: string;
  readonly items: readonly MenuAction[];
}

export interface MenuProps extends OpensBeside {
  readonly groups: readonly MenuGroup[];
  readonly side?: 'top' | 'bottom' | 'right';
  readonly align?: 'start' | 'end';
  readonly onOpenChange?: (open: boolean) => void;
}

export function MenuPanel({
  trigger,
  groups,
  side = 'bottom',
  align = 'end',
  defaultOpen = false,
  onOpenChange,
}: MenuProps) {
  return (
    <Base.Root defaultOpen={defaultOpen} {...(onOpenChange ? { onOpenChange } : {})}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={popup.positioner} side={side} align={align} sideOffset={4}>
          <Base.Popup className={popup.popup}>
            {groups.map((group, index) => (
              <Fragment key={group.key}>
                {index > 0 && <Base.Separator className={popup.separator} />}
                <Base.Group>
                  {group.label && (
                    <Base.GroupLabel className={popup.groupLabel}>{group.label}</Base.GroupLabel>
                  )}
                  {group.items.map((item) => (
                    <MenuItem key={item.key} item={item} />
                  ))}
                </Base.Group>
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function MenuItem({ item }: { readonly item: MenuAction }) {
  const shared = {
    className: popup.item,
    'data-tone': item.danger ? 'danger' : undefined,
    closeOnClick: !item.keepOpen,
  };
  const content = (
    <>
      {item.icon}
      <span className={popup.grow}>{item.label}</span>
      {item.detail && <span className={popup.detail}>{item.detail}</span>}
    </>
  );
  if (item.checked === undefined)
    return (
      <Base.Item {...shared} onClick={item.onSelect}>
        {content}
      </Base.Item>
    );
  return (
    <Base.CheckboxItem {...shared} checked={item.checked} onCheckedChange={item.onSelect}>
      <span className={popup.check}>
        <Base.CheckboxItemIndicator>
          <Check size={14} />
        </Base.CheckboxItemIndicator>
      </span>
      {content}
    </Base.CheckboxItem>
  );
}
