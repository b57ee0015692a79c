/** Whoever is not signed in sees this at every address, and arrives there afterwards. */
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useText } from '../../i18n/text.ts';
import { useTouch } from '../../session/use-touch.ts';
import { Brand } from '../../shells/brand.tsx';
import { LookButtons } from '../../shells/look-buttons.tsx';
import { SignInForm } from './form.tsx';
import styles from './sign-in.module.css';

export function SignIn() {
  const text = useText();
  useTouch();
  useEffect(() => {
    document.title = `${text('signIn.title')} · Trunkline`;
  }, [text]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <Brand />
          <LookButtons />
        </div>
        <h1>{text('signIn.title')}</h1>
        <p className={styles.words}>{text('signIn.words')}</p>
        <SignInForm />
        <nav className={styles.open} aria-label={text('open.more')}>
          <Link to="/register">{text('open.register')}</Link>
          <Link to="/track">{text('open.track')}</Link>
        </nav>
      </div>
    </main>
  );
}
