/** An event of a customer in words: one row for each type, so that nothing of the log is silently left out. */
import type { Customer } from '../../../../src/contracts/customers.ts';
import type { HistoryEntry } from '../../api/tickets.ts';
import type { EntryWords } from '../../history/timeline.tsx';
import { useText } from '../../i18n/text.ts';
import { usePackages } from '../../packages/use-packages.ts';

type Status = Customer['status'];
type Field = 'name' | 'email' | 'phone' | 'zone' | 'address';

export function useCustomerWords(): (entry: HistoryEntry) => EntryWords {
  const text = useText();
  const packages = usePackages();
  return ({ type, data }) => {
    const value = (name: string) => String(data[name] ?? '');
    switch (type) {
      case 'customer.created':
        return { line: text('customers.event.created') };
      case 'customer.edited': {
        const fields = (data.fields ?? []) as readonly Field[];
        return {
          line: text('customers.event.edited'),
          quote: fields.map((name) => text(`field.${name}`)).join(', '),
        };
      }
      case 'customer.status_changed': {
        const reason = data.reason as NonNullable<Customer['suspendReason']> | undefined;
        return {
          line: text('customers.event.statusChanged', {
            from: text(`customers.status.${data.from as Status}`),
            to: text(`customers.status.${data.to as Status}`),
          }),
          quote: reason && text(`customers.reason.${reason}`),
        };
      }
      case 'customer.package_changed': {
        const name = packages.get(value('to'))?.name ?? '–';
        return { line: text('customers.event.packageChanged', { name }) };
      }
      case 'customer.equipment_added':
        return { line: text('customers.event.equipmentAdded', { serial: value('serial') }) };
      case 'customer.equipment_replaced':
        return {
          line: text('customers.event.equipmentReplaced', {
            previous: value('previousSerial'),
            serial: value('serial'),
          }),
        };
      case 'customer.equipment_removed':
        return { line: text('customers.event.equipmentRemoved', { serial: value('serial') }) };
      case 'customer.noted':
        return { line: text('customers.event.noted') };
      case 'customer.user_linked':
        return { line: text('customers.event.userLinked') };
      case 'customer.erased':
        return { line: text('customers.event.erased') };
      default:
        return { line: type };
    }
  };
}
