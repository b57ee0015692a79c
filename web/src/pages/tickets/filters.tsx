/** Search and filters; all of it is the address of the page. */
import { useEffect, useRef, useState } from 'react';
import {
  slaStates,
  ticketPriorities,
  ticketStatuses,
  ticketTypes,
} from '../../../../src/contracts/tickets.ts';
import type { TicketFilter } from '../../api/ticket-filter.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { useUser } from '../../session/session.ts';
import { useShortcuts } from '../../session/use-shortcut.ts';
import { FilterMenu } from '../../tickets/filter-menu.tsx';
import { useTechnicians } from '../../tickets/names.ts';
import styles from './filters.module.css';
import { filterNames, sameFilter, views } from './search.ts';

const TYPING_MS = 250;

export function Filters({
  filter,
  onChange,
}: {
  readonly filter: TicketFilter;
  readonly onChange: (change: TicketFilter) => void;
}) {
  const text = useText();
  const user = useUser();
  const technicians = useTechnicians();
  const zones = [...new Set([...technicians.values()].map((technician) => technician.zone))].sort();
  const nothing = Object.fromEntries(filterNames.map((name) => [name, undefined])) as TicketFilter;
  const filtered = filterNames.some((name) => filter[name] !== undefined);
  return (
    <div className={styles.bar}>
      <Views filter={filter} onChange={(view) => onChange({ ...nothing, sort: undefined, ...view })} />
      <div className={styles.filters}>
        <SearchField value={filter.q ?? ''} onChange={(q) => onChange({ q: q === '' ? undefined : q })} />
        <FilterMenu
          label={text('field.status')}
          values={ticketStatuses}
          chosen={(filter.status ?? []) as (typeof ticketStatuses)[number][]}
          name={(value) => text(`ticket.status.${value}`)}
          onChange={(status) => onChange({ status })}
        />
        <FilterMenu
          label={text('field.priority')}
          values={ticketPriorities}
          chosen={(filter.priority ?? []) as (typeof ticketPriorities)[number][]}
          name={(value) => text(`ticket.priority.${value}`)}
          onChange={(priority) => onChange({ priority })}
        />
        <FilterMenu
          label={text('field.type')}
          values={ticketTypes}
          chosen={(filter.type ?? []) as (typeof ticketTypes)[number][]}
          name={(value) => text(`ticket.type.${value}`)}
          onChange={(type) => onChange({ type })}
        />
        <FilterMenu
          label={text('field.sla')}
          values={slaStates}
          chosen={(filter.slaState ?? []) as (typeof slaStates)[number][]}
          name={(value) => text(`sla.state.${value}`)}
          onChange={(slaState) => onChange({ slaState })}
        />
        {zones.length > 0 && (
          <FilterMenu
            label={text('field.zone')}
            values={zones}
            chosen={filter.zone === undefined ? [] : [filter.zone]}
            name={(value) => value}
            // The API takes one zone: the one pressed last.
            onChange={(chosen) => onChange({ zone: chosen?.find((zone) => zone !== filter.zone) })}
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
        {filtered && (
          <Button variant="quiet" onClick={() => onChange(nothing)}>
            {text('filter.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Views({
  filter,
  onChange,
}: {
  readonly filter: TicketFilter;
  readonly onChange: (view: TicketFilter) => void;
}) {
  const text = useText();
  return (
    <fieldset className={styles.views}>
      <legend className="visually-hidden">{text('filter.views')}</legend>
      {(Object.keys(views) as (keyof typeof views)[]).map((name) => (
        <button
          key={name}
          type="button"
          className={styles.view}
          aria-pressed={sameFilter(filter, views[name])}
          onClick={() => onChange(views[name])}
        >
          {text(`view.${name}`)}
        </button>
      ))}
    </fieldset>
  );
}

function SearchField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const text = useText();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    // Rubbish pasted here is words like any others; the contract's length is kept.
    const next = typed.trim().slice(0, 100);
    if (next === value) return;
    const timer = setTimeout(() => onChange(next), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  useShortcuts({ '/': () => field.current?.focus() });
  return (
    <input
      ref={field}
      type="search"
      className={styles.search}
      aria-label={text('tickets.search')}
      placeholder={text('tickets.search')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
