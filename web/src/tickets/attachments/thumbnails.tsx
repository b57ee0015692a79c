/** The photos of a ticket side by side, its documents as lines; what is for staff only says so. */
import { FileText, Lock } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { type Attachment, isImage } from '../../../../src/contracts/attachments.ts';
import { attachmentPath } from '../../api/attachments.ts';
import { useText } from '../../i18n/text.ts';
import styles from './attachments.module.css';

const Preview = lazy(async () => ({ default: (await import('./preview.tsx')).Preview }));

export function Thumbnails({
  ticketId,
  attachments,
}: {
  readonly ticketId: string;
  readonly attachments: readonly Attachment[];
}) {
  const text = useText();
  const [opened, setOpened] = useState<string>();
  return (
    <>
      <ul className={styles.grid}>
        {attachments.map(({ id, name, type, internal }) => (
          <li key={id} className={styles.cell}>
            <button
              type="button"
              className={styles.thumbnail}
              aria-label={text('attachments.open', { name })}
              onClick={() => setOpened(id)}
            >
              {isImage(type) ? (
                <img className={styles.image} src={attachmentPath(ticketId, id)} alt="" loading="lazy" />
              ) : (
                <span className={styles.document}>
                  <FileText size={24} aria-hidden="true" />
                  <span className={styles.documentName}>{name}</span>
                </span>
              )}
              {internal && (
                <span className={styles.lock} title={text('comment.internal')}>
                  <Lock size={12} aria-hidden="true" />
                  <span className="visually-hidden">{text('comment.internal')}</span>
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {opened !== undefined && (
        <Suspense>
          <Preview
            ticketId={ticketId}
            attachments={attachments}
            id={opened}
            onOpen={setOpened}
            onClose={() => setOpened(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
