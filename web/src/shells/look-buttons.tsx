/** Language and theme, for pages without a menu of the person. */
import { Languages, SunMoon } from 'lucide-react';
import { useText } from '../i18n/text.ts';
import { IconButton } from '../kit/icon-button.tsx';
import { locale, theme } from '../session/preferences.ts';
import { useStore } from '../session/store.ts';

export function LookButtons() {
  const text = useText();
  const language = useStore(locale);
  return (
    <div>
      <IconButton
        label={language === 'id' ? 'Switch to English' : 'Ganti ke Bahasa Indonesia'}
        onClick={() => locale.set(language === 'id' ? 'en' : 'id')}
      >
        <Languages size={20} />
      </IconButton>
      <IconButton label={text('theme.switch')} onClick={switchTheme}>
        <SunMoon size={20} />
      </IconButton>
    </div>
  );
}

function switchTheme(): void {
  const dark =
    theme.get() === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme.get() === 'dark';
  theme.set(dark ? 'light' : 'dark');
}
