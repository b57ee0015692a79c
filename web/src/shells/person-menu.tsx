/** The button of the person's menu; the menu itself comes when somebody reaches for it. */
import { CircleUser } from 'lucide-react';
import { useText } from '../i18n/text.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { menuKeys, OnDemand, partOf } from '../kit/on-demand.tsx';
import { useUser } from '../session/session.ts';

const content = partOf(async () => (await import('./person-menu-content.tsx')).PersonMenuContent);

export function PersonMenu({ side = 'bottom' }: { readonly side?: 'top' | 'bottom' }) {
  const text = useText();
  const user = useUser();
  const trigger = (
    <IconButton label={text('person.menu', { name: user.name })}>
      <CircleUser size={20} />
    </IconButton>
  );
  return <OnDemand part={content} popup="menu" keys={menuKeys} props={{ trigger, side }} />;
}
