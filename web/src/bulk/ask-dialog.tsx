/** Asks for what a command for many needs, and states for how many it is. */
import type { ReactNode } from 'react';
import type { BulkKind } from '../../../src/contracts/bulk.ts';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';

export interface BulkAsked {
  readonly kind: BulkKind;
  readonly count: number;
  /** All that match, not only those that were picked. */
  readonly all: boolean;
  readonly busy: boolean;
  readonly onClose: () => void;
}

export function BulkAskDialog({
  asked: { kind, count, all, busy, onClose },
  name,
  words,
  danger = false,
  onRun,
  children,
}: {
  readonly asked: BulkAsked;
  /** Of the command. */
  readonly name: string;
  /** What follows for each. */
  readonly words?: string;
  readonly danger?: boolean;
  readonly onRun: () => void;
  readonly children?: ReactNode;
}) {
  const text = useText();
  const formats = useFormats();
  const figures = { number: count, count: formats.number(count), kind };
  const scope = all ? text('bulk.askAll', figures) : text('bulk.askWords', { kind });
  return (
    <Dialog
      open
      onClose={onClose}
      busy={busy}
      title={text('bulk.ask', { command: name, count, kind })}
      description={words === undefined ? scope : `${scope} ${words}`}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {text('action.cancel')}
          </Button>
          <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={onRun}>
            {text('bulk.run', figures)}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
