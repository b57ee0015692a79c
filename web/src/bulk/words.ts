import type { BulkCommandName } from '../../../src/contracts/bulk.ts';
import { type MessageId, useText } from '../i18n/text.ts';

/** Each as it is called where it is given alone. */
const names: Readonly<Record<BulkCommandName, MessageId>> = {
  assign: 'command.assign',
  edit: 'field.priority',
  hold: 'command.hold',
  resume: 'command.resume',
  cancel: 'command.cancel',
  reopen: 'command.reopen',
  snooze: 'command.snooze',
  verify: 'registrations.command.verify',
  approve: 'registrations.command.approve',
  reject: 'registrations.command.reject',
  suspend: 'customers.command.suspend',
  reactivate: 'customers.command.reactivate',
};

export function useCommandName(): (command: BulkCommandName) => string {
  const text = useText();
  return (command) => text(names[command]);
}
