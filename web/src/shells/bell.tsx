/** The way to the inbox, with how much in it is new. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bell as BellIcon } from 'lucide-react';
import { noticeCount } from '../api/notifications.ts';
import { useText } from '../i18n/text.ts';
import styles from './bell.module.css';

const MOST = 99;

export function Bell() {
  const text = useText();
  const { data } = useQuery(noticeCount);
  const unseen = data?.unseen ?? 0;
  const label = text('inbox.bell', { unseen });
  return (
    <Link to="/inbox" className={styles.bell} aria-label={label} title={label} data-unseen={unseen}>
      <BellIcon size={20} aria-hidden="true" />
      {unseen > 0 && (
        <span className={styles.count} aria-hidden="true">
          {unseen > MOST ? `${MOST}+` : unseen}
        </span>
      )}
    </Link>
  );
}
