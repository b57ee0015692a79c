/** Language, theme, shortcuts, signing out. */
import { useNavigate } from '@tanstack/react-router';
import { LogOut, UserCog } from 'lucide-react';
import { useText } from '../i18n/text.ts';
import { MenuPanel } from '../kit/menu-panel.tsx';
import type { OpensBeside } from '../kit/on-demand.tsx';
import { locale, shortcuts, type Theme, theme } from '../session/preferences.ts';
import { useUser } from '../session/session.ts';
import { useStore } from '../session/store.ts';
import { useSignOut } from '../session/use-sign-out.ts';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

export function PersonMenuContent({ side, ...opens }: OpensBeside & { readonly side: 'top' | 'bottom' }) {
  const text = useText();
  const user = useUser();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const [language, colours, keys] = [useStore(locale), useStore(theme), useStore(shortcuts)];
  const languages = (['id', 'en'] as const).map((value) => ({
    key: value,
    label: value === 'id' ? 'Bahasa Indonesia' : 'English',
    checked: language === value,
    onSelect: () => locale.set(value),
  }));
  return (
    <MenuPanel
      {...opens}
      side={side}
      align="start"
      groups={[
        { key: 'language', label: text('person.language'), items: languages },
        {
          key: 'theme',
          label: text('person.theme'),
          items: themes.map((value) => ({
            key: value,
            label: text(`theme.${value}`),
            checked: colours === value,
            keepOpen: true,
            onSelect: () => theme.set(value),
          })),
        },
        ...(user.role === 'customer'
          ? []
          : [
              {
                key: 'keys',
                items: [
                  {
                    key: 'shortcuts',
                    label: text('person.shortcuts'),
                    checked: keys === 'on',
                    keepOpen: true,
                    onSelect: () => shortcuts.set(keys === 'on' ? 'off' : 'on'),
                  },
                ],
              },
            ]),
        {
          key: 'end',
          label: `${user.name} · ${text(`role.${user.role}`)}`,
          items: [
            {
              key: 'account',
              label: text('account.title'),
              icon: <UserCog size={16} />,
              onSelect: () => void navigate({ to: '/account' } as never),
            },
            {
              key: 'signOut',
              label: text('person.signOut'),
              icon: <LogOut size={16} />,
              onSelect: signOut,
            },
          ],
        },
      ]}
    />
  );
}
