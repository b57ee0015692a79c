/** Photos and files on the page of a ticket: what is there, and adding more by button, drop or paste. */
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useEffect, useState } from 'react';
import { attachmentsOf } from '../../api/attachments.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { useMay, useUser } from '../../session/session.ts';
import styles from './attachments.module.css';
import { PickButtons } from './pick-buttons.tsx';
import { Thumbnails } from './thumbnails.tsx';
import { UploadList } from './upload-list.tsx';
import { useUploads } from './uploads.ts';
import { useAddFiles } from './use-add-files.ts';

export function AttachmentsSection({ ticketId }: { readonly ticketId: string }) {
  const text = useText();
  const user = useUser();
  const mayInternal = useMay()('tickets.comment_internal') && user.role !== 'customer';
  const { data, error, isError, refetch } = useQuery(attachmentsOf(ticketId));
  const uploads = useUploads(ticketId);
  const [internal, setInternal] = useState(false);
  const room = (data?.room ?? 0) - uploads.length;
  const addFiles = useAddFiles(ticketId, room);
  const add = (files: readonly File[]) => addFiles(files, internal && mayInternal);
  const { over, ...drop } = useDrop(room > 0, add);
  usePaste(room > 0, add);
  if (isError && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data || (data.data.length === 0 && data.room === 0)) return null;
  return (
    <div className={styles.section} data-over={over || undefined} {...drop}>
      <h2>{text('attachments.title')}</h2>
      {data.data.length > 0 && <Thumbnails ticketId={ticketId} attachments={data.data} />}
      <UploadList uploads={uploads} />
      {data.room > 0 && (
        <div className={styles.tools}>
          <PickButtons onFiles={add} disabled={room <= 0} />
          {mayInternal && (
            <Checkbox label={text('attachments.internal')} checked={internal} onChange={setInternal} />
          )}
          <span className={styles.hint}>{text('attachments.drop')}</span>
        </div>
      )}
    </div>
  );
}

function useDrop(active: boolean, onFiles: (files: readonly File[]) => void) {
  const [over, setOver] = useState(false);
  const carries = (event: DragEvent) => active && event.dataTransfer.types.includes('Files');
  return {
    over,
    onDragOver(event: DragEvent) {
      if (!carries(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave(event: DragEvent<HTMLElement>) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop(event: DragEvent) {
      setOver(false);
      if (!carries(event)) return;
      event.preventDefault();
      onFiles([...event.dataTransfer.files]);
    },
  };
}

/** Anywhere on the page; text goes where it always goes. */
function usePaste(active: boolean, onFiles: (files: readonly File[]) => void): void {
  useEffect(() => {
    if (!active) return;
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // Over the page stands something that asks for other things.
      if (files.length === 0 || document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      onFiles(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  });
}
