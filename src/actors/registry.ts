/** Every actor kind of the portal. Adding one: its folder here, its events in `src/contracts/events.ts`. */
import { type ActorRegistry, type AnyActor, anyActor } from '../engine/actor-types.ts';
import { broadcast } from './broadcast/actor.ts';
import { customer } from './customer/actor.ts';
import { notification } from './notification/actor.ts';
import { technician } from './technician/actor.ts';
import { ticket } from './ticket/actor.ts';
import { user } from './user/actor.ts';

const all: readonly AnyActor[] = [
  anyActor(ticket),
  anyActor(user),
  anyActor(customer),
  anyActor(technician),
  anyActor(notification),
  anyActor(broadcast),
];

export const actors: ActorRegistry = new Map(all.map((actor) => [actor.kind, actor]));
