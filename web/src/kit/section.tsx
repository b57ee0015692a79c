/** A part of a page with its heading and a line of words about it; `beside` where there is room. */
import { type ReactNode, useId } from 'react';
import styles from './section.module.css';

export function Section({
  title,
  words,
  beside,
  children,
}: {
  readonly title: string;
  readonly words: string;
  /** The words stand left of the content. */
  readonly beside?: true;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles.section} data-beside={beside} aria-labelledby={id}>
      <div className={styles.about}>
        <h2 id={id}>{title}</h2>
        <p className={styles.words}>{words}</p>
      </div>
      <div className={styles.content}>{children}</div>
    </section>
  );
}
