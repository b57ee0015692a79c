/** An event of a ticket in words: one row for each type, so that nothing of the log is silently left out. */

import type { Score } from '../../../../src/contracts/dispatch.ts';
import type { PackageChange } from '../../../../src/contracts/tickets.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import type { HistoryEntry } from '../../api/tickets.ts';
import type { EntryWords } from '../../history/timeline.tsx';
import { useFormats } from '../../i18n/formats.ts';
import { type MessageId, useText } from '../../i18n/text.ts';
import { usePackages } from '../../packages/use-packages.ts';
import { useTechnicianName } from '../../tickets/names.ts';

const fieldLabels: Readonly<Record<string, MessageId>> = {
  title: 'field.title',
  description: 'field.description',
  priority: 'field.priority',
  category: 'field.category',
  zone: 'field.zone',
  scheduledAt: 'field.scheduledAt',
  packageChange: 'field.packageChange',
};

export function useEntryWords(): (entry: HistoryEntry) => EntryWords {
  const text = useText();
  const formats = useFormats();
  const technician = useTechnicianName();
  const packages = usePackages();
  return ({ type, data }) => {
    const written = (name: string) => (typeof data[name] === 'string' ? data[name] : undefined);
    switch (type) {
      case 'ticket.created':
        return { line: text('event.created') };
      case 'ticket.edited':
        return {
          line: text('event.edited'),
          quote: editWords(data, text, formats.dateTime, (id) => packages.get(id)?.name),
        };
      case 'ticket.assigned': {
        const name = technician(String(data.technicianId)) ?? '';
        const score = data.score as Score | undefined;
        const automatic = score && text('event.autoAssigned', { name });
        const visit =
          written('scheduledAt') &&
          text('event.scheduled', { time: formats.dateTime(String(data.scheduledAt)) });
        return {
          line: automatic ?? (data.claimed ? text('event.claimed') : text('event.assigned', { name })),
          quote: score ? [visit, text('candidates.sum', { ...score })].filter(Boolean).join('\n') : visit,
        };
      }
      case 'ticket.started':
        return { line: text('event.started') };
      case 'ticket.held':
        return { line: text('event.held'), quote: written('reason') };
      case 'ticket.resumed':
        return { line: text('event.resumed') };
      case 'ticket.completed':
        return { line: text('event.completed'), quote: completedWords(data, text) };
      case 'ticket.cancelled':
        return { line: text('event.cancelled'), quote: written('reason') };
      case 'ticket.reopened':
        return { line: text('event.reopened'), quote: written('reason') };
      case 'ticket.commented':
        return { line: text('event.commented'), quote: written('text') };
      case 'ticket.attached':
        return { line: text(isPhoto(data) ? 'event.attachedPhoto' : 'event.attachedFile') };
      case 'ticket.attachment_removed':
        return { line: text(isPhoto(data) ? 'event.removedPhoto' : 'event.removedFile') };
      case 'ticket.merged':
        return {
          line: data.intoNumber
            ? text('event.merged', { into: String(data.intoNumber) })
            : text('event.mergedApart'),
        };
      case 'ticket.absorbed':
        return { line: text('event.absorbed', { number: String(data.duplicateNumber) }) };
      case 'ticket.settled':
        return { line: text('event.settled') };
      case 'ticket.snoozed':
        return { line: text('event.snoozed', { time: formats.dateTime(String(data.until)) }) };
      case 'ticket.woken':
        return { line: text(`event.woken.${data.because as 'time' | 'person' | 'reply'}`) };
      case 'ticket.rated':
        return { line: text('event.rated', { rating: Number(data.rating) }), quote: written('feedback') };
      case 'ticket.sla_warned':
        return { line: text('event.slaWarned') };
      case 'ticket.sla_breached':
        return { line: text('event.slaBreached') };
      case 'ticket.escalated':
        return { line: text('event.escalated') };
      default:
        return { line: type };
    }
  };
}

function completedWords(data: HistoryEntry['data'], text: ReturnType<typeof useText>): string {
  const survey = data.survey as { feasible: boolean; note: string | null } | undefined;
  const found = survey && text(survey.feasible ? 'registrations.feasible' : 'registrations.notFeasible');
  return [data.resolution, found, survey?.note].filter(Boolean).join('\n');
}

function isPhoto({ fileType }: HistoryEntry['data']): boolean {
  return String(fileType).startsWith('image/');
}

function editWords(
  data: HistoryEntry['data'],
  text: ReturnType<typeof useText>,
  dateTime: (iso: string) => string,
  packageName: (id: string) => string | undefined,
): string {
  const changes = (data.changes ?? {}) as Readonly<Record<string, unknown>>;
  const previous = (data.previous ?? {}) as Readonly<Record<string, unknown>>;
  const show = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '–';
    if (name === 'priority')
      return text(`ticket.priority.${value as 'low' | 'normal' | 'high' | 'critical'}`);
    if (name === 'packageChange') return packageName((value as PackageChange).packageId) ?? '–';
    if (name === 'zone') return zoneName(String(value));
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
