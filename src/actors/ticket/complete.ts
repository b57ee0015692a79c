/** The work of a ticket is done: what has to be said about it. */
import { isImage } from '../../contracts/attachments.ts';
import type { Decision } from '../../engine/actor-types.ts';
import { event, refuse } from '../event.ts';
import { completedState } from './clock.ts';
import type { TicketCommand } from './commands.ts';
import type { Moved } from './moved.ts';
import { lacksPackage } from './package-change.ts';
import { ofRegistration } from './registration.ts';
import type { TicketState } from './state.ts';

type Complete = Extract<TicketCommand, { type: 'complete' }>;

export function complete(state: TicketState, command: Complete, moved: Moved, now: string): Decision {
  if (command.resolution.trim() === '') return refuse('not_possible', 'Completing needs resolution notes.');
  const missing = state.type === 'installation' ? missingOfInstallation(state, command) : [];
  if (missing.length > 0) {
    const detail = `Completing an installation also needs ${missing.map(({ what }) => what).join(' and ')}.`;
    const errors = missing.map(({ path, what }) => ({ path, message: `an installation needs ${what}` }));
    return { rejection: { code: 'not_possible', detail, errors } };
  }
  if (state.type === 'survey' && !command.survey)
    return refuse('not_possible', 'Completing a survey also needs survey: what it found.');
  if (state.type !== 'survey' && command.survey)
    return refuse('not_possible', 'Only a survey says whether a line is feasible.');
  if (lacksPackage(state))
    return refuse(
      'not_possible',
      'Completing a change of package also needs packageChange: edit the ticket.',
    );
  const { customerId, packageChange } = state;
  return {
    events: [
      event('ticket.completed', {
        ...moved,
        resolution: command.resolution,
        equipmentSerials: [...(command.equipmentSerials ?? [])],
        signalDbm: command.signalDbm ?? null,
        slaState: completedState(state, now),
        customerId,
        ...ofRegistration(state),
        ...(command.survey ? { survey: command.survey } : {}),
        ...(packageChange ? { packageChange } : {}),
      }),
    ],
  };
}

interface Missing {
  readonly path: 'equipmentSerials' | 'signalDbm' | 'photos';
  readonly what: string;
}

/** The photo is the team's own: what a customer attached shows no finished work. */
function missingOfInstallation(state: TicketState, { equipmentSerials, signalDbm }: Complete): Missing[] {
  const hasPhoto = state.attachments.some(({ fileType, fromCustomer }) => isImage(fileType) && !fromCustomer);
  return [
    ...(equipmentSerials?.length ? [] : [{ path: 'equipmentSerials', what: 'equipmentSerials' } as const]),
    ...(signalDbm === undefined ? [{ path: 'signalDbm', what: 'signalDbm' } as const] : []),
    ...(hasPhoto ? [] : [{ path: 'photos', what: 'a photo attached to the ticket' } as const]),
  ];
}
