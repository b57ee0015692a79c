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
import { lazy, Suspense, useState } from 'react';
import type { Ticket, TicketCommandName } from '../../../src/contracts/tickets.ts';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { IconButton } from '../kit/icon-button.tsx';
import { Menu } from '../kit/menu.tsx';
import { useMay } from '../session/session.ts';
import { type AskedCommand, isAsked } from './asked-command.ts';
import styles from './ticket-actions.module.css';
import { type Ask, useTicketCommand } from './use-ticket-command.ts';

const CommandDialog = lazy(async () => ({ default: (await import('./command-dialog.tsx')).CommandDialog }));

const OverbookDialog = lazy(async () => ({
  default: (await import('./overbook-dialog.tsx')).OverbookDialog,
}));

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
  const [asked, setAsked] = useState<AskedCommand>();
  const [full, setFull] = useState<Ask>();
  const { mutate, isPending } = useTicketCommand({ onFull: setFull });
  const give = (command: Command) => {
    if (isAsked(command)) setAsked(command);
    else mutate({ ticket, command });
  };
  const main = allowed.filter((command) => !inMenu.has(command)).slice(0, 1 + beside);
  const rest = allowed.filter((command) => !(main as readonly Command[]).includes(command));
  return (
    <div className={styles.actions}>
      {main.map((command, index) => {
        const Icon = icons[command];
        return (
          <Button
            key={command}
            variant={index === 0 && command !== 'edit' && !quiet ? 'primary' : 'secondary'}
            icon={<Icon size={16} aria-hidden="true" />}
            busy={isPending && index === 0}
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
      {asked && (
        <Suspense>
          <CommandDialog command={asked} ticket={ticket} onClose={() => setAsked(undefined)} />
        </Suspense>
      )}
      {full && (
        <Suspense>
          <OverbookDialog ask={full} onClose={() => setFull(undefined)} />
        </Suspense>
      )}
    </div>
  );
}
