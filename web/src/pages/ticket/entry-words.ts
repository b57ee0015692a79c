/** An event of a ticket in words: one row for each type, so that nothing of the log is silently left out. */
import type { HistoryEntry } from '../../api/tickets.ts';
import { useFormats } from '../../i18n/formats.ts';
import { type MessageId, useText } from '../../i18n/text.ts';
import { useTechnicianName } from '../../tickets/names.ts';

interface EntryWords {
  readonly line: string;
  /** What somebody wrote. */
  readonly quote?: string | undefined;
}

const fieldLabels: Readonly<Record<string, MessageId>> = {
  title: 'field.title',
  description: 'field.description',
  priority: 'field.priority',
  category: 'field.category',
  zone: 'field.zone',
  scheduledAt: 'field.scheduledAt',
};

export function useEntryWords(): (entry: HistoryEntry) => EntryWords {
  const text = useText();
  const formats = useFormats();
  const technician = useTechnicianName();
  return ({ type, data }) => {
    const written = (name: string) => (typeof data[name] === 'string' ? data[name] : undefined);
    switch (type) {
      case 'ticket.created':
        return { line: text('event.created') };
      case 'ticket.edited':
        return { line: text('event.edited'), quote: editWords(data, text, formats.dateTime) };
      case 'ticket.assigned':
        return {
          line: data.claimed
            ? text('event.claimed')
            : text('event.assigned', { name: technician(String(data.technicianId)) ?? '' }),
          quote:
            written('scheduledAt') &&
            text('event.scheduled', { time: formats.dateTime(String(data.scheduledAt)) }),
        };
      case 'ticket.started':
        return { line: text('event.started') };
      case 'ticket.held':
        return { line: text('event.held'), quote: written('reason') };
      case 'ticket.resumed':
        return { line: text('event.resumed') };
      case 'ticket.completed':
        return { line: text('event.completed'), quote: written('resolution') };
      case 'ticket.cancelled':
        return { line: text('event.cancelled'), quote: written('reason') };
      case 'ticket.reopened':
        return { line: text('event.reopened'), quote: written('reason') };
      case 'ticket.commented':
        return { line: text('event.commented'), quote: written('text') };
      case 'ticket.sla_warned':
        return { line: text('event.slaWarned') };
      case 'ticket.sla_breached':
        return { line: text('event.slaBreached') };
      default:
        return { line: type };
    }
  };
}

function editWords(
  data: HistoryEntry['data'],
  text: ReturnType<typeof useText>,
  dateTime: (iso: string) => string,
): string {
  const changes = (data.changes ?? {}) as Readonly<Record<string, unknown>>;
  const previous = (data.previous ?? {}) as Readonly<Record<string, unknown>>;
  const show = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '–';
    if (name === 'priority')
      return text(`ticket.priority.${value as 'low' | 'normal' | 'high' | 'critical'}`);
    if (name === 'scheduledAt') return dateTime(String(value));
    return String(value);
  };
  return Object.entries(changes)
    .map(([name, value]) => {
      const label = fieldLabels[name];
      const before = name in previous ? `${show(name, previous[name])} → ` : '';
      return `${label ? text(label) : name}: ${before}${show(name, value)}`;
    })
    .join('\n');
}
