/**
 * Which addresses a browser may be reached at: its subscription is somebody else's word (SSRF).
 *
 * - `known`: the services of the browsers there are. `public`: any public address, by https. `any`: every address, for a
 *   push service in one's own network.
 * - The local provider speaks a push service, too. It has a name that is nobody's (RFC 6761), so that its
 *   subscriptions hold whatever its port is, and is allowed where that provider runs.
 */
import { type Reach, refuseUrl } from './outside-address.ts';

export type PushAddresses = 'known' | 'public' | 'any';

/** Chrome, Edge and what is made of Chromium; Firefox; Windows; Safari. */
const known = [
  /^fcm\.googleapis\.com$/,
  /^jmt17\.google\.com$/,
  /^updates\.push\.services\.mozilla\.com$/,
  /^(?:[a-z0-9-]+\.)+notify\.windows\.com$/,
  /^(?:[a-z0-9-]+\.)+push\.apple\.com$/,
];

export const LOCAL_PUSH_ORIGIN = 'https://push.trunkline.localhost';

export interface PushReach {
  readonly addresses: PushAddresses;
  /** The local provider runs. */
  readonly local: boolean;
}

export function reachOf(addresses: PushAddresses): Reach {
  return addresses === 'any' ? 'any' : 'public';
}

/** Why the endpoint cannot be called, as far as can be told without asking for its name; undefined when it may. */
export function refuseEndpoint(endpoint: string, { addresses, local }: PushReach): string | undefined {
  const why = refuseUrl(endpoint, reachOf(addresses));
  if (why) return why;
  if (isLocalPush(endpoint)) return local ? undefined : 'must be of a push service';
  if (addresses !== 'known' || isKnownPush(endpoint)) return undefined;
  return 'must be of a push service that is known here';
}

export function isKnownPush(endpoint: string): boolean {
  const { protocol, port, hostname } = new URL(endpoint);
  return protocol === 'https:' && port === '' && known.some((pattern) => pattern.test(hostname));
}

export function isLocalPush(endpoint: string): boolean {
  return new URL(endpoint).origin === LOCAL_PUSH_ORIGIN;
}
