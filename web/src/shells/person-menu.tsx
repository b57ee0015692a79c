/** The button of the person's menu; the menu itself comes when somebody reaches for it. */
import { CircleUser } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useText } from '../i18n/text.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { later } from '../kit/later.ts';
import { useUser } from '../session/session.ts';

const load = later(() => import('./person-menu-content.tsx'));
const Content = lazy(async () => ({ default: (await load()).PersonMenuContent }));

export function PersonMenu({ side = 'bottom' }: { readonly side?: 'top' | 'bottom' }) {
  const text = useText();
  const user = useUser();
  const [opened, setOpened] = useState(false);
  const button = (
    <IconButton
      label={text('person.menu', { name: user.name })}
      aria-haspopup="menu"
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setOpened(true)}
    >
      <CircleUser size={20} />
    </IconButton>
  );
  return opened ? (
    <Suspense fallback={button}>
      <Content side={side} />
    </Suspense>
  ) : (
    button
  );
}
