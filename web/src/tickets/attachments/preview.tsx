/** One photo, large: the arrows lead to the others, Escape back. Here it is saved, and removed. */
import { useMutation } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, FileText, Lock, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type Attachment, isImage } from '../../../../src/contracts/attachments.ts';
import { attachmentPath, attachmentsKey, removeAttachment } from '../../api/attachments.ts';
import { newKey } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { AlertDialog } from '../../kit/alert-dialog.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { IconButton } from '../../kit/icon-button.tsx';
import { SaveLink } from '../../kit/save-link.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { useUser } from '../../session/session.ts';
import styles from './preview.module.css';

export function Preview({
  ticketId,
  attachments,
  id,
  onOpen,
  onClose,
}: {
  readonly ticketId: string;
  readonly attachments: readonly Attachment[];
  readonly id: string;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  const [removing, setRemoving] = useState(false);
  const at = attachments.findIndex((one) => one.id === id);
  const shown = attachments[at];
  const several = attachments.length > 1;
  const go = (step: number) => {
    const next = attachments[(at + step + attachments.length) % attachments.length];
    if (next) onOpen(next.id);
  };
  // Somebody else has removed it.
  useEffect(() => {
    if (!shown) onClose();
  }, [shown, onClose]);
  useArrows(several && !removing, go);
  if (!shown) return null;
  return (
    <Dialog
      open
      size="large"
      onClose={onClose}
      title={shown.name}
      description={<Origin attachment={shown} />}
      footer={
        <>
          {shown.removable && (
            <Button icon={<Trash2 size={16} aria-hidden="true" />} onClick={() => setRemoving(true)}>
              {text('attachments.remove')}
            </Button>
          )}
          <SaveLink href={attachmentPath(ticketId, id, true)} name={shown.name}>
            {text('attachments.save')}
          </SaveLink>
        </>
      }
    >
      <div className={styles.stage}>
        {isImage(shown.type) ? (
          <img
            key={id}
            className={styles.image}
            src={attachmentPath(ticketId, id)}
            alt={text('attachments.alt', { name: shown.name })}
          />
        ) : (
          <span className={styles.document}>
            <FileText size={48} aria-hidden="true" />
            {text('attachments.document')}
          </span>
        )}
      </div>
      {several && (
        <div className={styles.steps}>
          <IconButton label={text('attachments.previous')} onClick={() => go(-1)}>
            <ChevronLeft size={20} />
          </IconButton>
          <span className={styles.count} role="status">
            {text('attachments.count', { at: at + 1, all: attachments.length })}
          </span>
          <IconButton label={text('attachments.next')} onClick={() => go(1)}>
            <ChevronRight size={20} />
          </IconButton>
        </div>
      )}
      {removing && <Removing ticketId={ticketId} attachment={shown} onEnd={() => setRemoving(false)} />}
    </Dialog>
  );
}

function Origin({ attachment: { by, mine, at, bytes, internal } }: { readonly attachment: Attachment }) {
  const text = useText();
  const formats = useFormats();
  const user = useUser();
  const name = mine ? user.name : (by?.name ?? text('ticket.staff'));
  return (
    <span className={styles.origin}>
      {text('attachments.by', { name, time: formats.dateTime(at), size: formats.bytes(bytes) })}
      {internal && (
        <Badge tone="warning">
          <Lock size={11} aria-hidden="true" /> {text('comment.internal')}
        </Badge>
      )}
    </span>
  );
}

function Removing({
  ticketId,
  attachment: { id, name },
  onEnd,
}: {
  readonly ticketId: string;
  readonly attachment: Attachment;
  readonly onEnd: () => void;
}) {
  const text = useText();
  const words = useProblemWords();
  const [key] = useState(newKey);
  const { mutate, isPending } = useMutation({
    mutationFn: () => removeAttachment(ticketId, id, key),
    onSuccess: () => showToast({ kind: 'done', title: text('attachments.removed', { name }) }),
    onError: (error) =>
      showToast({ kind: 'error', title: words(error).title, description: words(error).remedy }),
    onSettled: async () => {
      onEnd();
      await queryClient.invalidateQueries({ queryKey: attachmentsKey(ticketId) });
    },
  });
  return (
    <AlertDialog
      open
      danger
      busy={isPending}
      title={text('attachments.remove.title')}
      description={text('attachments.remove.words', { name })}
      confirm={text('attachments.remove')}
      onConfirm={() => mutate()}
      onCancel={onEnd}
    />
  );
}

function useArrows(active: boolean, go: (step: number) => void): void {
  useEffect(() => {
    if (!active) return;
    const onKey = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent) => {
      if (altKey || ctrlKey || metaKey) return;
      if (key === 'ArrowLeft') go(-1);
      if (key === 'ArrowRight') go(1);
    };
    // On the way down: the dialog keeps the keys it sees to itself.
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  });
}
