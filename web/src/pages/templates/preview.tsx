/** Words with sample data, as each channel shows them: a subject is seen in an e-mail alone. */
import { Bell, Globe, Mail, MessageCircle } from 'lucide-react';
import type { TemplatePreview, TemplateView } from '../../../../src/contracts/templates.ts';
import { useText } from '../../i18n/text.ts';
import styles from './preview.module.css';

type Shown = NonNullable<TemplatePreview['en']>;

const looks = {
  message: [
    { channel: 'email', Icon: Mail, look: styles.email, hasSubject: true },
    { channel: 'whatsapp', Icon: MessageCircle, look: styles.whatsapp, hasSubject: false },
  ],
  notice: [
    { channel: 'in_app', Icon: Bell, look: styles.inbox, hasSubject: true },
    { channel: 'push', Icon: Globe, look: styles.push, hasSubject: true },
  ],
} as const;

export function Preview({
  kind,
  shown,
}: {
  readonly kind: TemplateView['kind'];
  /** Null when the words are faulty; undefined before the first answer. */
  readonly shown: Shown | null | undefined;
}) {
  const text = useText();
  return (
    <div className={styles.preview} aria-live="polite">
      <h3 className={styles.title}>{text('templates.preview')}</h3>
      {shown ? (
        looks[kind].map(({ channel, Icon, look, hasSubject }) => (
          <figure key={channel} className={styles.channel}>
            <figcaption className={styles.caption}>
              <Icon size={14} aria-hidden="true" /> {text(`channel.${channel}`)}
            </figcaption>
            <div className={`${styles.card} ${look}`}>
              {hasSubject && <p className={styles.subject}>{shown.subject}</p>}
              <p className={styles.body}>{shown.text}</p>
            </div>
          </figure>
        ))
      ) : (
        <p className={styles.title}>{shown === null ? text('templates.preview.faulty') : '…'}</p>
      )}
    </div>
  );
}
