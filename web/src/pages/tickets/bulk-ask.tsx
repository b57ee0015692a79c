/** What a command for many tickets needs besides. */
import { useState } from 'react';
import type { BulkTicketAction } from '../../../../src/contracts/bulk.ts';
import { BulkAskDialog, type BulkAsked } from '../../bulk/ask-dialog.tsx';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import { TextArea } from '../../kit/text-area.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { fromLocal } from '../../tickets/local-time.ts';
import { TechnicianPicker } from '../../tickets/technician-picker.tsx';

export type AskedTicketAction = Partial<BulkTicketAction> & Pick<BulkTicketAction, 'command'>;

export function BulkAsk({
  action: wanted,
  asked,
  onRun,
}: {
  readonly action: AskedTicketAction;
  readonly asked: BulkAsked;
  readonly onRun: (action: BulkTicketAction) => void;
}) {
  const text = useText();
  const [value, setValue] = useState('');
  const [overbook, setOverbook] = useState(false);
  const [missing, setMissing] = useState(false);
  const { command } = wanted;
  const action = actionOf(wanted, value.trim(), overbook);
  const error = missing && !action ? text('form.required') : undefined;
  return (
    <BulkAskDialog
      asked={asked}
      name={command === 'edit' ? text('field.priority') : text(`command.${command}`)}
      danger={command === 'cancel'}
      onRun={() => {
        setMissing(true);
        if (action) onRun(action);
      }}
    >
      {command === 'assign' && (
        <>
          <TechnicianPicker zone={null} value={value} onChange={setValue} error={error} />
          <Checkbox label={text('overbook.bulk')} checked={overbook} onChange={setOverbook} />
        </>
      )}
      {(command === 'cancel' || command === 'hold' || command === 'reopen') && (
        <TextArea
          label={text('field.reason')}
          value={value}
          maxLength={500}
          onChange={(event) => setValue(event.target.value)}
          error={error}
        />
      )}
      {command === 'snooze' && (
        <TextField
          type="datetime-local"
          label={text('bulk.until')}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          error={error}
        />
      )}
      {command === 'edit' && 'priority' in wanted && wanted.priority && (
        <p>{text(`ticket.priority.${wanted.priority}`)}</p>
      )}
    </BulkAskDialog>
  );
}

/** Undefined while something is missing. */
function actionOf(asked: AskedTicketAction, value: string, overbook: boolean): BulkTicketAction | undefined {
  const { command } = asked;
  if (command === 'resume') return { command };
  if (command === 'edit') return asked.priority && { command, priority: asked.priority };
  if (value === '') return undefined;
  if (command === 'assign') return { command, technicianId: value, ...(overbook ? { overbook } : {}) };
  if (command === 'snooze') return { command, until: fromLocal(value) };
  return { command, reason: value };
}
