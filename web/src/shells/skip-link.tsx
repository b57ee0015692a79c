import { useText } from '../i18n/text.ts';
import styles from './skip-link.module.css';

/** The first stop of the keyboard: past the navigation. */
export function SkipLink() {
  const text = useText();
  return (
    <a className={styles.skip} href="#content">
      {text('nav.skip')}
    </a>
  );
}
