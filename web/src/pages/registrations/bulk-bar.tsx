/** The buttons for the selected registrations: facts are right, approve, turn down. */
import { useQuery } from '@tanstack/react-query';
import { BadgeCheck, Ban, CheckCheck } from 'lucide-react';
import { useState } from 'react';
import type { BulkRegistrationAction } from '../../../../src/contracts/bulk.ts';
import type { RegistrationFilterQuery } from '../../../../src/contracts/registrations.ts';
import { registrationCount } from '../../api/registrations.ts';
import { BulkAskDialog, type BulkAsked } from '../../bulk/ask-dialog.tsx';
import { BulkBar, type BulkBarProps } from '../../bulk/bar.tsx';
import { useStart } from '../../bulk/use-start.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Checkbox } from '../../kit/checkbox.tsx';
import { TextArea } from '../../kit/text-area.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useMay } from '../../session/session.ts';

type Command = BulkRegistrationAction['command'];

type BarProps = BulkBarProps<RegistrationFilterQuery>;

export function RegistrationBulkBar(props: BarProps) {
  const { data: total } = useQuery(registrationCount(props.filter));
  return (
    <BulkBar kind="registration" {...props} total={total} above>
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
  const may = useMay();
  const [asking, setAsking] = useState<Command>();
  const onClose = () => setAsking(undefined);
  const { mutate, isPending } = useStart<BulkRegistrationAction>({
    kind: 'registration',
    selection,
    count,
    filter,
    onSelect,
    onDone: onClose,
  });
  return (
    <>
      {may('registrations.verify') && (
        <Button icon={<CheckCheck size={16} />} disabled={disabled} onClick={() => setAsking('verify')}>
          {text('registrations.command.verify')}
        </Button>
      )}
      {may('registrations.approve') && (
        <Button icon={<BadgeCheck size={16} />} disabled={disabled} onClick={() => setAsking('approve')}>
          {text('registrations.command.approve')}
        </Button>
      )}
      {may('registrations.verify') && (
        <Button icon={<Ban size={16} />} disabled={disabled} onClick={() => setAsking('reject')}>
          {text('registrations.command.reject')}
        </Button>
      )}
      {asking && (
        <Ask
          key={asking}
          command={asking}
          asked={{ kind: 'registration', count, all: selection.all, busy: isPending, onClose }}
          onRun={mutate}
        />
      )}
    </>
  );
}

function Ask({
  command,
  asked,
  onRun,
}: {
  readonly command: Command;
  readonly asked: BulkAsked;
  readonly onRun: (action: BulkRegistrationAction) => void;
}) {
  const text = useText();
  const [value, setValue] = useState('');
  const [waives, setWaives] = useState(false);
  const [missing, setMissing] = useState(false);
  const error = missing && value.trim() === '' ? text('form.required') : undefined;
  const run = () => {
    setMissing(true);
    const words = value.trim();
    if (command === 'approve') onRun({ command, waiveSurvey: waives });
    else if (words === '') return;
    else onRun(command === 'verify' ? { command, zone: words } : { command, reason: words });
  };
  return (
    <BulkAskDialog
      asked={asked}
      name={text(`registrations.command.${command}`)}
      words={text(`registrations.ask.${command}`)}
      danger={command === 'reject'}
      onRun={run}
    >
      {command === 'verify' && (
        <TextField
          label={text('field.zone')}
          hint={text('bulk.zone.hint')}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          error={error}
        />
      )}
      {command === 'approve' && <Checkbox label={text('bulk.waive')} checked={waives} onChange={setWaives} />}
      {command === 'reject' && (
        <TextArea
          label={text('field.reason')}
          value={value}
          maxLength={500}
          onChange={(event) => setValue(event.target.value)}
          error={error}
        />
      )}
    </BulkAskDialog>
  );
}
