/** What is on its way to a ticket, each with how far it is, and what can be done about one that failed. */
import { CircleAlert, RotateCw, X } from 'lucide-react';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../kit/icon-button.tsx';
import styles from './attachments.module.css';
import { dropUpload, retryUpload, type Upload } from './uploads.ts';

export function UploadList({ uploads }: { readonly uploads: readonly Upload[] }) {
  const text = useText();
  if (uploads.length === 0) return null;
  return (
    <ul className={styles.uploads} aria-label={text('attachments.underWay')}>
      {uploads.map((upload) => (
        <Row key={upload.key} upload={upload} />
      ))}
    </ul>
  );
}

function Row({ upload: { key, name, state, done, error } }: { readonly upload: Upload }) {
  const text = useText();
  const words = useProblemWords();
  const failed = state === 'failed';
  return (
    <li className={styles.upload} data-failed={failed || undefined}>
      <span className={styles.uploadName}>{name}</span>
      {failed ? (
        <span className={styles.failure} role="alert">
          <CircleAlert size={14} aria-hidden="true" />
          {words(error).title}. {words(error).remedy}
        </span>
      ) : (
        <progress
          className={styles.progress}
          max={1}
          {...(state === 'waiting' ? {} : { value: done })}
          aria-label={text('attachments.progress', { name })}
        />
      )}
      <span className={styles.uploadTools}>
        {failed && (
          <IconButton label={text('attachments.retry', { name })} onClick={() => retryUpload(key)}>
            <RotateCw size={16} />
          </IconButton>
        )}
        <IconButton label={text('attachments.discard', { name })} onClick={() => dropUpload(key)}>
          <X size={16} />
        </IconButton>
      </span>
    </li>
  );
}
