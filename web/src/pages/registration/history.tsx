/** What happened to a registration, from the log. */
import { useQuery } from '@tanstack/react-query';
import { registrationHistory } from '../../api/registrations.ts';
import type { HistoryEntry } from '../../api/tickets.ts';
import { type EntryWords, Timeline } from '../../history/timeline.tsx';
import { useFormats } from '../../i18n/formats.ts';
import { type MessageId, useText } from '../../i18n/text.ts';
import { ErrorState } from '../../kit/error-state.tsx';

const lines: Readonly<Record<string, MessageId>> = {
  'registration.submitted': 'registrations.event.submitted',
  'registration.verified': 'registrations.event.verified',
  'registration.survey_scheduled': 'registrations.event.surveyScheduled',
  'registration.survey_completed': 'registrations.event.surveyCompleted',
  'registration.approved': 'registrations.event.approved',
  'registration.customer_created': 'registrations.event.customerCreated',
  'registration.rejected': 'registrations.event.rejected',
  'registration.cancelled': 'registrations.event.cancelled',
  'registration.erased': 'registrations.event.erased',
};

export function History({ id }: { readonly id: string }) {
  const text = useText();
  const formats = useFormats();
  const history = useQuery(registrationHistory(id));
  if (history.isError && !history.data)
    return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  const wordsOf = ({ type, data }: HistoryEntry): EntryWords => {
    const line = lines[type];
    return { line: line ? text(line) : type, quote: quoteOf(data, formats.dateTime) };
  };
  return <Timeline entries={history.data} wordsOf={wordsOf} />;
}

/** What somebody wrote or chose. */
function quoteOf(data: HistoryEntry['data'], dateTime: (iso: string) => string): string | undefined {
  for (const name of ['reason', 'note', 'ticketNumber', 'customerCode'] as const) {
    const value = data[name];
    if (typeof value !== 'string') continue;
    return typeof data.scheduledAt === 'string' ? `${value} · ${dateTime(data.scheduledAt)}` : value;
  }
  return undefined;
}
