/** Whoever is not signed in sees this at every address, and arrives there afterwards. */
import { Languages, SunMoon } from 'lucide-react';
import { useEffect } from 'react';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../kit/icon-button.tsx';
import { locale, theme } from '../../session/preferences.ts';
import { useStore } from '../../session/store.ts';
import { Brand } from '../../shells/brand.tsx';
import { SignInForm } from './form.tsx';
import styles from './sign-in.module.css';

export function SignIn() {
  const text = useText();
  const language = useStore(locale);
  useEffect(() => {
    document.title = `${text('signIn.title')} · Trunkline`;
  }, [text]);
  return (
    <main className={styles.page} data-density="touch">
      <div className={styles.card}>
        <div className={styles.brand}>
          <Brand />
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
        </div>
        <h1>{text('signIn.title')}</h1>
        <p className={styles.words}>{text('signIn.words')}</p>
        <SignInForm />
      </div>
    </main>
  );
}

function switchTheme(): void {
  const dark =
    theme.get() === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme.get() === 'dark';
  theme.set(dark ? 'light' : 'dark');
}
