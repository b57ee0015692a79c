/** Finds the ticket that a duplicate is merged into, by number or title; at first those of the same customer. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { Ticket } from '../../../src/contracts/tickets.ts';
import { mergeCandidates } from '../api/tickets.ts';
import { useText } from '../i18n/text.ts';
import { Combobox } from '../kit/combobox.tsx';

export function TicketPicker({
  duplicate,
  value,
  onChange,
  error,
}: {
  readonly duplicate: Ticket;
  readonly value: Ticket | null;
  readonly onChange: (ticket: Ticket | null) => void;
  readonly error?: string | undefined;
}) {
  const text = useText();
  const [words, setWords] = useState('');
  const labelOf = ({ number, title }: Ticket) => `${number} ${title}`;
  const choiceOf = (ticket: Ticket) => ({
    value: ticket.id,
    label: labelOf(ticket),
    detail: [ticket.customer?.name, text(`ticket.status.${ticket.status}`)].filter(Boolean).join(' · '),
  });
  const asked = useDeferredValue(value && words === labelOf(value) ? '' : words.trim().slice(0, 100));
  const { data = [], isFetching } = useQuery(mergeCandidates(duplicate, asked));
  return (
    <Combobox
      label={text('field.survivor')}
      placeholder={text('field.survivor.placeholder')}
      empty={text(isFetching ? 'field.survivor.searching' : 'field.survivor.none')}
      choices={data.map(choiceOf)}
      onWords={setWords}
      value={value && choiceOf(value)}
      onChange={(choice) => onChange(data.find((one) => one.id === choice?.value) ?? null)}
      error={error}
    />
  );
}
