import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../../../src/engine/log.ts';
import { incidentNotices } from '../../../src/handlers/notifications/incident.ts';
import type { Person } from '../../../src/handlers/notifications/people.ts';
import { START } from '../../support/actors.ts';

const people: Person[] = [
  { id: 'admin', role: 'admin', zone: null, customerId: null },
  { id: 'night', role: 'noc', zone: null, customerId: null },
];

function told(type: string, data: Readonly<Record<string, unknown>>): string[] {
  const event = {
    ...{ id: '7', actorKind: 'incident', actorId: 'provider:smtp', seq: 1, type, version: 1, data },
    ...{ audience: [], by: { kind: 'system', id: 'incidents' }, trace: null, at: START, position: null },
  } satisfies LoggedEvent;
  return incidentNotices.handle(event, people, { now: START, newId: () => 'id' }).map((effect) => {
    if (effect.effect !== 'command') return effect.effect;
    const { userId, template } = effect.command as unknown as { userId: string; template: string };
    return `${userId}: ${template}`;
  });
}

const opened = (cause: string) =>
  told('incident.opened', { cause, subject: 'smtp', count: 3, ageSeconds: 70 });
const over = (cause: string) => told('incident.over', { cause, subject: 'smtp', openedAt: START });

describe('of an incident', () => {
  it.each([
    ['provider_down', 'incident.provider_down'],
    ['messages_failed', 'incident.messages_failed'],
    ['handler_failed', 'incident.handler_failed'],
    ['late', 'incident.late'],
  ])('%s: administrators and NOC are told in the inbox, and by no message', (cause, template) => {
    expect(opened(cause)).toEqual([`admin: ${template}`, `night: ${template}`]);
  });

  it('they are told when it works again; what failed for good still waits for them', () => {
    expect(over('provider_down')).toEqual(['admin: incident.provider_up', 'night: incident.provider_up']);
    expect(over('late')).toHaveLength(2);
    expect(over('messages_failed')).toEqual([]);
    expect(over('handler_failed')).toEqual([]);
  });
});
