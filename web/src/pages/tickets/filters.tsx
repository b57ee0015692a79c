/** Search and filters; all of it is the address of the page. */

import { dueSpans, NOBODY } from '../../../../src/contracts/ticket-list.ts';
import {
  slaStates,
  ticketPriorities,
  ticketStatuses,
  ticketTypes,
} from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import type { TicketFilter } from '../../api/ticket-filter.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { SearchField } from '../../lists/search-field.tsx';
import { useMay, useUser } from '../../session/session.ts';
import { FilterMenu } from '../../tickets/filter-menu.tsx';
import { useTechnicians } from '../../tickets/names.ts';
import { Chips } from './chips.tsx';
import { CustomerFilter } from './customer-filter.tsx';
import styles from './filters.module.css';

export function Filters({
  filter,
  onChange,
  onClear,
}: {
  readonly filter: TicketFilter;
  readonly onChange: (change: TicketFilter) => void;
  readonly onClear: () => void;
}) {
  const text = useText();
  const user = useUser();
  const may = useMay();
  const technicians = useTechnicians();
  const zones = [...new Set([...technicians.values()].map((technician) => technician.zone))].sort();
  const names = [...technicians.values()].sort((a, b) => a.name.localeCompare(b.name)).map(({ id }) => id);
  const pick = <V extends string>(name: keyof TicketFilter, values: readonly V[]) => ({
    values,
    chosen: (filter[name] ?? []) as readonly V[],
    onChange: (chosen: readonly V[] | undefined) => onChange({ [name]: chosen }),
  });
  return (
    <div className={styles.bar}>
      <div className={styles.filters}>
        <SearchField
          label={text('tickets.search')}
          value={filter.q ?? ''}
          onChange={(q) => onChange({ q })}
        />
        <FilterMenu
          label={text('field.status')}
          name={(value) => text(`ticket.status.${value}`)}
          {...pick('status', ticketStatuses)}
        />
        <FilterMenu
          label={text('field.priority')}
          name={(value) => text(`ticket.priority.${value}`)}
          {...pick('priority', ticketPriorities)}
        />
        <FilterMenu
          label={text('field.type')}
          name={(value) => text(`ticket.type.${value}`)}
          {...pick('type', ticketTypes)}
        />
        <FilterMenu
          label={text('field.sla')}
          name={(value) => text(`sla.state.${value}`)}
          {...pick('slaState', slaStates)}
        />
        <FilterMenu
          label={text('filter.due')}
          name={(value) => text(`filter.due.${value}`)}
          {...pick('due', dueSpans)}
        />
        {zones.length > 0 && (
          <FilterMenu
            label={text('field.zone')}
            name={zoneName}
            search={text('filter.find')}
            {...pick('zone', zones)}
          />
        )}
        {names.length > 0 && (
          <FilterMenu
            label={text('field.technician')}
            name={(value) =>
              value === NOBODY ? text('ticket.nobody') : (technicians.get(value)?.name ?? '…')
            }
            search={text('field.technician.placeholder')}
            {...pick('technicianId', [NOBODY, ...names])}
          />
        )}
        {may('customers.view') && (
          <CustomerFilter
            chosen={filter.customerId ?? []}
            onChange={(customerId) => onChange({ customerId })}
          />
        )}
        {user.technicianId && (
          <Button
            aria-pressed={filter.assignedTo === 'me'}
            variant={filter.assignedTo === 'me' ? 'primary' : 'secondary'}
            onClick={() => onChange({ assignedTo: filter.assignedTo === 'me' ? undefined : 'me' })}
          >
            {text('filter.mine')}
          </Button>
        )}
      </div>
      <Chips filter={filter} onChange={onChange} onClear={onClear} />
    </div>
  );
}
