/** The buttons for the selected customers: suspend, reactivate. */
import { useQuery } from '@tanstack/react-query';
import { Ban, CirclePlay } from 'lucide-react';
import { useState } from 'react';
import type { BulkCustomerAction } from '../../../../src/contracts/bulk.ts';
import type { CustomerFilterQuery } from '../../../../src/contracts/customers.ts';
import { suspendReasons } from '../../../../src/contracts/events/customer.ts';
import { customerCount } from '../../api/customers.ts';
import { BulkAskDialog, type BulkAsked } from '../../bulk/ask-dialog.tsx';
import { BulkBar, type BulkBarProps } from '../../bulk/bar.tsx';
import { useStart } from '../../bulk/use-start.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Select } from '../../kit/select.tsx';
import { TextArea } from '../../kit/text-area.tsx';

type BarProps = BulkBarProps<CustomerFilterQuery>;

export function CustomerBulkBar(props: BarProps) {
  const { data: total } = useQuery(customerCount(props.filter));
  return (
    <BulkBar kind="customer" {...props} total={total} above>
      {(state) => <Actions {...props} {...state} />}
    </BulkBar>
  );
}

function Actions({
  filter,
  selection,
  count,
  disabled,
  onSelect,
}: BarProps & { readonly count: number; readonly disabled: boolean }) {
  const text = useText();
  const [asking, setAsking] = useState<BulkCustomerAction['command']>();
  const onClose = () => setAsking(undefined);
  const { mutate, isPending } = useStart<BulkCustomerAction>({
    kind: 'customer',
    selection,
    count,
    filter,
    onSelect,
    onDone: onClose,
  });
  const asked = { kind: 'customer', count, all: selection.all, busy: isPending, onClose } as const;
  return (
    <>
      <Button icon={<Ban size={16} />} disabled={disabled} onClick={() => setAsking('suspend')}>
        {text('customers.command.suspend')}
      </Button>
      <Button icon={<CirclePlay size={16} />} disabled={disabled} onClick={() => setAsking('reactivate')}>
        {text('customers.command.reactivate')}
      </Button>
      {asking === 'suspend' && <Suspend asked={asked} onRun={mutate} />}
      {asking === 'reactivate' && (
        <BulkAskDialog
          asked={asked}
          name={text('customers.command.reactivate')}
          onRun={() => mutate({ command: 'reactivate' })}
        />
      )}
    </>
  );
}

function Suspend({
  asked,
  onRun,
}: {
  readonly asked: BulkAsked;
  readonly onRun: (action: BulkCustomerAction) => void;
}) {
  const text = useText();
  const [reason, setReason] = useState<(typeof suspendReasons)[number]>('overdue');
  const [note, setNote] = useState('');
  return (
    <BulkAskDialog
      asked={asked}
      name={text('customers.command.suspend')}
      words={text('customers.suspend.words')}
      danger
      onRun={() => {
        const words = note.trim();
        onRun({ command: 'suspend', reason, ...(words ? { note: words } : {}) });
      }}
    >
      <Select
        label={text('field.reason')}
        value={reason}
        onChange={setReason}
        options={suspendReasons.map((value) => ({ value, label: text(`customers.reason.${value}`) }))}
      />
      <TextArea
        label={text('customers.suspend.note')}
        hint={text('customers.suspend.note.hint')}
        optional
        maxLength={2_000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </BulkAskDialog>
  );
}
