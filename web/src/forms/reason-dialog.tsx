/** Something that wants a reason, which stays in the records. */
import { useState } from 'react';
import { useText } from '../i18n/text.ts';
import { TextArea } from '../kit/text-area.tsx';
import { EntityDialog } from './entity-dialog.tsx';

export function ReasonDialog({
  title,
  description,
  submitLabel,
  busy,
  refusal,
  onSubmit,
  onClose,
}: {
  readonly title: string;
  readonly description: string;
  readonly submitLabel: string;
  readonly busy: boolean;
  readonly refusal: string | undefined;
  readonly onSubmit: (reason: string) => void;
  readonly onClose: () => void;
}) {
  const text = useText();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = () => {
    const given = reason.trim();
    setMissing(given === '');
    if (given !== '') onSubmit(given);
  };
  return (
    <EntityDialog
      title={title}
      description={description}
      submitLabel={submitLabel}
      busy={busy}
      refusal={refusal}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextArea
        label={text('field.reason')}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={missing ? text('form.required') : undefined}
      />
    </EntityDialog>
  );
}
