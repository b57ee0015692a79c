/** Who is told of an incident: administrators and the NOC, in the inbox. That messages fail is no news by message. */
import type { EventData } from '../../contracts/events.ts';
import type { Effect } from '../../engine/effects.ts';
import type { HandleContext, Handler } from '../../engine/handler-types.ts';
import type { LoggedEvent } from '../../engine/log.ts';
import { loadOperators, type Person } from './people.ts';
import { createTelling, type Telling } from './telling.ts';

export const incidentNotices: Handler<readonly Person[]> = {
  name: 'notifications.incident',
  group: 'notifications',
  types: ['incident.opened', 'incident.over'],
  attempts: 10,
  onDead: 'continue',
  load: loadOperators,
  handle,
};

function handle(event: LoggedEvent, people: readonly Person[], context: HandleContext): readonly Effect[] {
  const to = createTelling(event, context, 2);
  const operators = people.map(({ id }) => id);
  if (event.type === 'incident.opened') opened(event.data as EventData<'incident.opened'>, operators, to);
  else over(event.data as EventData<'incident.over'>, operators, to);
  return to.effects;
}

function opened(data: EventData<'incident.opened'>, operators: readonly string[], to: Telling): void {
  const { cause, subject, count, ageSeconds } = data;
  switch (cause) {
    case 'provider_down':
      to.inApp(operators, 'incident.provider_down', { subject });
      break;
    case 'messages_failed':
      to.inApp(operators, 'incident.messages_failed', { subject, count });
      break;
    case 'handler_failed':
      to.inApp(operators, 'incident.handler_failed', { subject, count });
      break;
    case 'late':
      to.inApp(operators, 'incident.late', { subject, ageSeconds });
  }
}

/** What failed for good still waits for a person: that no more of it came is no good news to tell. */
function over(data: EventData<'incident.over'>, operators: readonly string[], to: Telling): void {
  const { cause, subject, openedAt } = data;
  if (cause === 'provider_down') to.inApp(operators, 'incident.provider_up', { subject, openedAt });
  if (cause === 'late') to.inApp(operators, 'incident.on_time', { subject, openedAt });
}
