/** A rating of a ticket counts for the technician who led it. */
import type { TechnicianCommand } from '../../actors/technician/commands.ts';
import type { EventData } from '../../contracts/events.ts';
import type { Handler } from '../../engine/handler-types.ts';

export const technicianRating: Handler = {
  name: 'business.technician_rating',
  group: 'business',
  types: ['ticket.rated'],
  attempts: 20,
  onDead: 'continue',
  handle: (event) => {
    const { technicianId, rating, previousRating } = event.data as EventData<'ticket.rated'>;
    if (technicianId === null) return [];
    const command: TechnicianCommand = { type: 'rate', ticketId: event.actorId, rating, previousRating };
    // Who is not registered any more, or never was, has no rating.
    return [
      {
        effect: 'command',
        actor: { kind: 'technician', id: technicianId },
        command,
        tolerateRejection: true,
      },
    ];
  },
};
