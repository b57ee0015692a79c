/** Every actor kind of the portal. Adding one: its folder here, its events in `src/contracts/events.ts`. */
import { DEFAULT_TIME_ZONE } from '../contracts/day.ts';
import { type ActorRegistry, type AnyActor, anyActor } from '../engine/actor-types.ts';
import { broadcast } from './broadcast/actor.ts';
import { bulk } from './bulk/actor.ts';
import { customer } from './customer/actor.ts';
import { digest } from './digest/actor.ts';
import { dispatch } from './dispatch/actor.ts';
import { erasure } from './erasure/actor.ts';
import { incident } from './incident/actor.ts';
import { listSettings } from './list_settings/actor.ts';
import { noticePreferences } from './notice_preferences/actor.ts';
import { notification } from './notification/actor.ts';
import { oneTimeCode } from './one_time_code/actor.ts';
import { servicePackage } from './package/actor.ts';
import { providerReply } from './provider_reply/actor.ts';
import { providerReport } from './provider_report/actor.ts';
import { pushSubscription } from './push_subscription/actor.ts';
import { registration } from './registration/actor.ts';
import { role } from './role/actor.ts';
import { specialization } from './specialization/actor.ts';
import { technician } from './technician/actor.ts';
import { template } from './template/actor.ts';
import { ticketIn } from './ticket/actor.ts';
import { user } from './user/actor.ts';
import { view } from './view/actor.ts';
import { webhook } from './webhook/actor.ts';
import { zoneGroup } from './zone_group/actor.ts';

const others: readonly AnyActor[] = [
  anyActor(user),
  anyActor(customer),
  anyActor(servicePackage),
  anyActor(technician),
  anyActor(specialization),
  anyActor(dispatch),
  anyActor(notification),
  anyActor(noticePreferences),
  anyActor(digest),
  anyActor(pushSubscription),
  anyActor(template),
  anyActor(zoneGroup),
  anyActor(broadcast),
  anyActor(view),
  anyActor(listSettings),
  anyActor(bulk),
  anyActor(incident),
  anyActor(webhook),
  anyActor(providerReport),
  anyActor(providerReply),
  anyActor(role),
  anyActor(oneTimeCode),
  anyActor(registration),
  anyActor(erasure),
];

/** `timeZone`: the portal's, for the days of the work. */
export function actorsIn(timeZone: string): ActorRegistry {
  return new Map([anyActor(ticketIn(timeZone)), ...others].map((actor) => [actor.kind, actor]));
}

/** For whoever asks what actors there are, and decides nothing by the day. */
export const actors: ActorRegistry = actorsIn(DEFAULT_TIME_ZONE);
