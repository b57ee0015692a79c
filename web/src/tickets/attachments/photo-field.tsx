/** The photos of finished work, in its form. They are attached as they are taken, so closing the form loses none. */
import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { attachmentsOf } from '../../api/attachments.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { useMay } from '../../session/session.ts';
import styles from './attachments.module.css';
import { PickButtons } from './pick-buttons.tsx';
import { Thumbnails } from './thumbnails.tsx';
import { UploadList } from './upload-list.tsx';
import { useUploads } from './uploads.ts';
import { useAddFiles } from './use-add-files.ts';

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
  const mayInternal = useMay()('tickets.comment_internal');
  const [shared, setShared] = useState(false);
  const room = (data?.room ?? 0) - uploads.length;
  const addFiles = useAddFiles(ticketId, room);
  return (
    <fieldset className={styles.field}>
      <legend className={styles.legend}>
        {text('field.photos')}
        {!required && <span className={styles.optional}>{text('form.optional')}</span>}
      </legend>
      {data && data.data.length > 0 && <Thumbnails ticketId={ticketId} attachments={data.data} />}
      <UploadList uploads={uploads} />
      <PickButtons disabled={room <= 0} onFiles={(files) => addFiles(files, mayInternal && !shared)} />
      {mayInternal && <Checkbox label={text('attachments.shared')} checked={shared} onChange={setShared} />}
      {error && (
        <div className={styles.error} role="alert">
          <CircleAlert size={14} aria-hidden="true" />
          {error}
        </div>
      )}
    </fieldset>
  );
}
