import { Link } from '@tanstack/react-router';
import styles from './brand.module.css';

/** The name of the portal, and the way to the start. */
export function Brand() {
  return (
    <Link to="/" className={styles.brand}>
      <svg className={styles.mark} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="currentColor" />
        <g
          fill="none"
          stroke="var(--on-accent)"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d="M8 9.5h16M16 9.5v14M10.5 17 16 11.5l5.5 5.5" />
        </g>
      </svg>
      Trunkline
    </Link>
  );
}
