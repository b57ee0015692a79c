/** Operators' pages that the server itself makes: queues, traces, outbox. */
import { ArrowUpRight } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import { useTools } from '../../ops/tools.ts';
import styles from './page.module.css';

export function Tools() {
  const text = useText();
  const tools = useTools();
  if (tools.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{text('overview.tools')}</h2>
      <ul className={styles.tools}>
        {tools.map(({ href, label, words, icon: Icon }) => (
          <li key={href}>
            <a href={href} target="_blank" rel="noopener" className={styles.tool}>
              <Icon size={18} aria-hidden="true" />
              <span className={styles.words}>
                <b>{text(label)}</b>
                <span>{text(words)}</span>
              </span>
              <ArrowUpRight size={16} aria-hidden="true" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
