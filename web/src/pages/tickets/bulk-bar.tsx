/** The buttons for the selected tickets. */
import { Ban, Clock, Flag, Pause, Play, RotateCcw, UserPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { BulkTicketAction } from '../../../../src/contracts/bulk.ts';
import { ticketPriorities } from '../../../../src/contracts/tickets.ts';
import type { TicketFilter } from '../../api/ticket-filter.ts';
import { BulkBar } from '../../bulk/bar.tsx';
import type { Selection } from '../../bulk/selection.ts';
import { useStart } from '../../bulk/use-start.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Menu } from '../../kit/menu.tsx';
import { useMay } from '../../session/session.ts';
import { type AskedTicketAction, BulkAsk } from './bulk-ask.tsx';

interface BarProps {
  readonly selection: Selection;
  /** Of the list. */
  readonly total: number;
  /** Rows that are read. */
  readonly held: number;
  readonly filter: TicketFilter;
  readonly onSelect: (selection: Selection) => void;
}

export function TicketBulkBar({ filter, ...props }: BarProps) {
  const { sort: _sort, ...conditions } = filter;
  return (
    <BulkBar kind="ticket" {...props}>
      {(state) => <Actions {...props} {...state} filter={conditions} />}
    </BulkBar>
  );
}

function Actions({
  selection,
  filter,
  count,
  disabled,
  onSelect,
}: Pick<BarProps, 'selection' | 'onSelect'> & {
  readonly filter: object;
  readonly count: number;
  readonly disabled: boolean;
}) {
  const text = useText();
  const may = useMay();
  const [asking, setAsking] = useState<AskedTicketAction>();
  const close = () => setAsking(undefined);
  const { mutate, isPending } = useStart<BulkTicketAction>({
    kind: 'ticket',
    selection,
    count,
    filter,
    onSelect,
    onDone: close,
  });
  const button = (command: AskedTicketAction['command'], icon: ReactNode) => (
    <Button icon={icon} disabled={disabled} onClick={() => setAsking({ command })}>
      {text(`command.${command}`)}
    </Button>
  );
  return (
    <>
      {may('tickets.assign') && button('assign', <UserPlus size={16} />)}
      {may('tickets.edit') && (
        <Menu
          side="top"
          trigger={
            <Button icon={<Flag size={16} />} disabled={disabled}>
              {text('field.priority')}
            </Button>
          }
          groups={[
            {
              key: 'priorities',
              items: ticketPriorities.map((priority) => ({
                key: priority,
                label: text(`ticket.priority.${priority}`),
                // A few are changed back as quickly; all of them are not.
                onSelect: () =>
                  selection.all
                    ? setAsking({ command: 'edit', priority })
                    : mutate({ command: 'edit', priority }),
              })),
            },
          ]}
        />
      )}
      {may('tickets.snooze') && button('snooze', <Clock size={16} />)}
      {may('tickets.work') && button('hold', <Pause size={16} />)}
      {may('tickets.work') && button('resume', <Play size={16} />)}
      {may('tickets.reopen') && button('reopen', <RotateCcw size={16} />)}
      {may('tickets.cancel') && button('cancel', <Ban size={16} />)}
      {asking && (
        <BulkAsk
          action={asking}
          asked={{ kind: 'ticket', count, all: selection.all, busy: isPending, onClose: close }}
          onRun={mutate}
        />
      )}
    </>
  );
}
