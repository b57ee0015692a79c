/** The photos of finished work, in its form. They are attached as they are taken, so closing the form loses none. */
import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { attachmentsOf } from '../../api/attachments.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import styles from './attachments.module.css';
import { PickButtons } from './pick-buttons.tsx';
import { Thumbnails } from './thumbnails.tsx';
import { UploadList } from './upload-list.tsx';
import { addFiles, useUploads } from './uploads.ts';

export function PhotoField({
  ticketId,
  error,
  required,
}: {
  readonly ticketId: string;
  readonly error: string | undefined;
  readonly required: boolean;
}) {
  const text = useText();
  const { data } = useQuery(attachmentsOf(ticketId));
  const uploads = useUploads(ticketId);
  const [shared, setShared] = useState(false);
  const room = (data?.room ?? 0) - uploads.length;
  return (
    <fieldset className={styles.field}>
      <legend className={styles.legend}>
        {text('field.photos')}
        {!required && <span className={styles.optional}>{text('form.optional')}</span>}
      </legend>
      {data && data.data.length > 0 && <Thumbnails ticketId={ticketId} attachments={data.data} />}
      <UploadList uploads={uploads} />
      <PickButtons
        disabled={room <= 0}
        onFiles={(files) => addFiles(ticketId, files.slice(0, room), !shared)}
      />
      <Checkbox label={text('attachments.shared')} checked={shared} onChange={setShared} />
      {error && (
        <div className={styles.error} role="alert">
          <CircleAlert size={14} aria-hidden="true" />
          {error}
        </div>
      )}
    </fieldset>
  );
}
