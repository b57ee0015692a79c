/** What the list is filtered by, one by one; each is taken away with a press. */

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { type DueSpan, NOBODY } from '../../../../src/contracts/ticket-list.ts';
import type {
  SlaState,
  TicketPriority,
  TicketStatus,
  TicketType,
} from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import type { TicketFilter } from '../../api/ticket-filter.ts';
import { useFormats } from '../../i18n/formats.ts';
import { type MessageId, useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { useTechnicianName } from '../../tickets/names.ts';
import { CustomerName } from './customer-filter.tsx';
import styles from './filters.module.css';
import { type FilterName, filterNames } from './search.ts';

const labels: Readonly<Record<FilterName, MessageId>> = {
  status: 'field.status',
  type: 'field.type',
  priority: 'field.priority',
  slaState: 'field.sla',
  due: 'filter.due',
  zone: 'field.zone',
  technicianId: 'field.technician',
  customerId: 'field.customer',
  assignedTo: 'filter.mine',
  snoozed: 'filter.snoozed',
  created: 'filter.created',
  completed: 'filter.completed',
  q: 'filter.words',
};

export function Chips({
  filter,
  onChange,
  onClear,
}: {
  readonly filter: TicketFilter;
  readonly onChange: (change: TicketFilter) => void;
  readonly onClear: () => void;
}) {
  const text = useText();
  const wordsOf = useFilterWords();
  const chips = filterNames.flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    const values: readonly string[] = typeof value === 'string' ? [value] : value;
    return values.map((one) => ({
      key: `${name}:${one}`,
      label: text(labels[name]),
      words: name === 'assignedTo' ? undefined : wordsOf(name, one),
      without: {
        [name]: values.length > 1 ? values.filter((other) => other !== one) : undefined,
      } as TicketFilter,
    }));
  });
  if (chips.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={text('filter.active')}>
      {chips.map(({ key, label, words, without }) => (
        <li key={key}>
          <button type="button" className={styles.chip} onClick={() => onChange(without)}>
            <span className={styles.chipLabel}>{label}</span>
            {words !== undefined && <span className={styles.chipWords}>{words}</span>}
            <X size={13} aria-hidden="true" />
            <span className="visually-hidden">{text('filter.remove')}</span>
          </button>
        </li>
      ))}
      <li>
        <Button variant="quiet" size="small" onClick={onClear}>
          {text('filter.clear')}
        </Button>
      </li>
    </ul>
  );
}

/** A value of a filter in words. */
export function useFilterWords(): (name: FilterName, value: string) => ReactNode {
  const text = useText();
  const technician = useTechnicianName();
  const formats = useFormats();
  return (name, value) => {
    switch (name) {
      case 'status':
        return text(`ticket.status.${value as TicketStatus}`);
      case 'type':
        return text(`ticket.type.${value as TicketType}`);
      case 'priority':
        return text(`ticket.priority.${value as TicketPriority}`);
      case 'slaState':
        return text(`sla.state.${value as SlaState}`);
      case 'due':
        return text(`filter.due.${value as DueSpan}`);
      case 'technicianId':
        return value === NOBODY ? text('ticket.nobody') : technician(value);
      case 'customerId':
        return <CustomerName id={value} />;
      case 'snoozed':
        return text(`filter.snoozed.${value as 'yes' | 'no'}`);
      case 'created':
      case 'completed':
        return formats.days(value);
      case 'zone':
        return zoneName(value);
      case 'q':
        return `“${value}”`;
      default:
        return value;
    }
  };
}
