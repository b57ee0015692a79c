import styles from './avatar.module.css';

/** The first letters of a name; decoration beside the name itself. */
export function Avatar({ name, label = false }: { readonly name: string; readonly label?: boolean }) {
  const words = name.trim().split(/\s+/);
  const letters = `${words[0]?.[0] ?? '?'}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
  return label ? (
    <span className={styles.avatar} role="img" aria-label={name} title={name}>
      {letters}
    </span>
  ) : (
    <span className={styles.avatar} aria-hidden="true">
      {letters}
    </span>
  );
}
