/** For those who work where the network ends: what is shown is old, and since when. Nothing while all is well. */
import { CloudOff } from 'lucide-react';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { useStore } from '../session/store.ts';
import { connection } from './connection.ts';
import styles from './offline-note.module.css';

export function OfflineNote() {
  const text = useText();
  const formats = useFormats();
  const now = useStore(connection);
  if (now.state !== 'offline') return null;
  return (
    <p className={styles.note} role="status">
      <CloudOff size={18} aria-hidden="true" />
      {text('live.offline.words', { time: formats.short(new Date(now.since).toISOString()) })}
    </p>
  );
}
