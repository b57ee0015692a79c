/**
 * Exactly the commands that the API allows on this ticket, and no others. The most likely one is a button; on a
 * phone it is the wide one at the thumb. The rest stand beside it or in a menu.
 */
import {
  AlarmClock,
  AlarmClockOff,
  Ban,
  CircleCheck,
  CirclePause,
  CirclePlay,
  Ellipsis,
  Hand,
  type LucideIcon,
  Merge,
  Pencil,
  Play,
  RotateCcw,
  UserPlus,
} from 'lucide-react';
import { useState } from 'react';
import type { Ticket, TicketCommandName } from '../../../src/contracts/tickets.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { Menu } from '../kit/menu.tsx';
import { useMay } from '../session/session.ts';
import { isAsked } from './asked-command.ts';
import { useAsking } from './asking.tsx';
import styles from './ticket-actions.module.css';
import { useTicketCommand } from './use-ticket-command.ts';

/** Rating is the customer’s and stands on their page, comments have their field. */
type Command = Exclude<TicketCommandName, 'comments' | 'rate'> | 'edit';

const icons: Readonly<Record<Command, LucideIcon>> = {
  claim: Hand,
  start: Play,
  resume: CirclePlay,
  complete: CircleCheck,
  assign: UserPlus,
  hold: CirclePause,
  reopen: RotateCcw,
  edit: Pencil,
  snooze: AlarmClock,
  unsnooze: AlarmClockOff,
  merge: Merge,
  cancel: Ban,
};

/** The order in which one of them becomes the main button. */
const order = Object.keys(icons) as Command[];

/** What cannot be taken back, and what is beside the work, is never a button that can be hit by accident. */
const inMenu: ReadonlySet<Command> = new Set(['cancel', 'merge', 'snooze', 'unsnooze']);

export function useAllowed(ticket: Ticket): readonly Command[] {
  const may = useMay();
  const editable = ticket.status !== 'completed' && ticket.status !== 'cancelled' && may('tickets.edit');
  return order.filter((command) => (command === 'edit' ? editable : ticket.allowed.includes(command)));
}

export function TicketActions({
  ticket,
  beside = 1,
  quiet = false,
}: {
  readonly ticket: Ticket;
  readonly beside?: number;
  /** One of many on the screen: its main button does not shout. */
  readonly quiet?: boolean;
}) {
  const text = useText();
  const allowed = useAllowed(ticket);
  const { ask, askFull, stayAt } = useAsking();
  const [offered, setOffered] = useState(allowed);
  const { mutate, isPending, variables } = useTicketCommand({
    onFull: askFull,
    onDone: ({ id }) => stayAt(id),
  });
  const give = (command: Command) => {
    if (isPending) return;
    if (isAsked(command)) return ask(command, ticket);
    setOffered(allowed);
    mutate({ ticket, command });
  };
  // What was pressed stays, and says that it is at work.
  const shown = isPending ? offered : allowed;
  const main = shown.filter((command) => !inMenu.has(command)).slice(0, 1 + beside);
  const rest = shown.filter((command) => !(main as readonly Command[]).includes(command));
  return (
    <div className={styles.actions} data-actions={ticket.id}>
      {main.map((command, index) => {
        const Icon = icons[command];
        return (
          <Button
            // One place, whatever stands in it: the focus stays there.
            key={index === 0 ? 'main' : command}
            variant={index === 0 && command !== 'edit' && !quiet ? 'primary' : 'secondary'}
            icon={<Icon size={16} aria-hidden="true" />}
            busy={isPending && command === variables.command}
            onClick={() => give(command)}
          >
            {text(`command.${command}`)}
          </Button>
        );
      })}
      {rest.length > 0 && (
        <Menu
          trigger={
            <IconButton label={text('action.more')}>
              <Ellipsis size={18} />
            </IconButton>
          }
          groups={[
            {
              key: 'rest',
              items: rest.map((command) => {
                const Icon = icons[command];
                return {
                  key: command,
                  label: text(`command.${command}`),
                  icon: <Icon size={16} />,
                  danger: command === 'cancel',
                  onSelect: () => give(command),
                };
              }),
            },
          ]}
        />
      )}
    </div>
  );
}
