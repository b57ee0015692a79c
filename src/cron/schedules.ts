/**
 * Every schedule of the portal, and the registry of actors with the schedules among them. Adding one is a line here:
 * its instants, catch-up and ledger come from the engine (T1); what it sets off are handlers of `schedule.ran`.
 */
import { actorsIn } from '../actors/registry.ts';
import { rooms } from '../contracts/rooms.ts';
import { type ActorRegistry, anyActor } from '../engine/actor-types.ts';
import { createScheduleActor, type ScheduleDefinition } from '../engine/schedule-actor.ts';

export interface Schedules {
  readonly definitions: ReadonlyMap<string, ScheduleDefinition>;
  /** All actors of the portal and the schedules. */
  readonly registry: ActorRegistry;
}

/** `zone`: the portal's time zone. */
export function createSchedules(zone: string): Schedules {
  const all: readonly ScheduleDefinition[] = [
    // The work is a handler's (`notifications.summary`, `notifications.technicians`, `business.sla_sweep`, `business.dispatch`): it follows from the event that the run commits.
    { name: 'summary.daily', cron: '0 11 * * *', zone, catchUp: 'run-once', run: () => [] },
    { name: 'sla.sweep', cron: '*/15 * * * *', zone, catchUp: 'run-once', run: () => [] },
    { name: 'dispatch.day', cron: '0 0 * * *', zone, catchUp: 'run-once', run: () => [] },
    { name: 'summary.technicians', cron: '0 1 * * 1', zone, catchUp: 'run-once', run: () => [] },
  ];
  const definitions = new Map(all.map((definition) => [definition.name, definition]));
  const actor = createScheduleActor({
    schedules: definitions,
    audience: [{ class: 'staff', rooms: [rooms.role('admin'), rooms.role('noc')] }],
  });
  return { definitions, registry: new Map([...actorsIn(zone), [actor.kind, anyActor(actor)]]) };
}
