/**
 * Which addresses a call that somebody else chose may reach (SSRF): public ones alone, unless a setting says
 * otherwise.
 *
 * - `loopback` allows this machine besides, under a name or address that says so, also by http: for development.
 *
 * - A name is resolved once, every address of it is judged, and the connection is made to those that were judged: a
 *   name that answers differently a moment later leads nowhere else.
 * - One address that is not public spoils the name: which one would be used is chance.
 * - IPv6 is judged by what is allowed (global unicast), IPv4 by what is not.
 */
import { lookup as resolveName } from 'node:dns/promises';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';

export type Reach = 'public' | 'loopback' | 'any';

export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = 'address_refused';
}

const notPublic4 = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Carriers' own (CGNAT).
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local; clouds answer for their machines there.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, and what is reserved up to broadcast.
  ['224.0.0.0', 3],
] as const)
  notPublic4.addSubnet(net, bits, 'ipv4');

/** Mapped, loopback, unique local, link-local and NAT64 addresses are outside of it. */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

const notPublic6 = new BlockList();
for (const [net, bits] of [
  // Teredo, ORCHID and others of IETF's own; the tunnels hide an IPv4 address.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notPublic6.addSubnet(net, bits, 'ipv6');

/** Of an address in its usual writing; anything else is not public. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublic4.check(address, 'ipv4');
  // A zone (`fe80::1%eth0`) names a link, and is no address of the internet.
  if (isIP(address) !== 6 || address.includes('%')) return false;
  return global6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6');
}

const loopback4 = new BlockList();
loopback4.addSubnet('127.0.0.0', 8, 'ipv4');

function isLoopbackAddress(address: string): boolean {
  return isIPv4(address) ? loopback4.check(address, 'ipv4') : address === '::1';
}

/** It says itself that it is this machine; what a name leads to is no such word. */
function saysLoopback(host: string): boolean {
  return host === 'localhost' || isLoopbackAddress(host);
}

/** What stands where a host stands in a URL, without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Why the URL cannot be called, as far as can be told without asking for its name; undefined when it may. */
export function refuseUrl(text: string, reach: Reach): string | undefined {
  if (!URL.canParse(text)) return 'must be a URL';
  const url = new URL(text);
  const host = hostOf(url);
  const inward = reach === 'any' || (reach === 'loopback' && saysLoopback(host));
  const protocols = inward ? ['https:', 'http:'] : ['https:'];
  if (!protocols.includes(url.protocol)) return `must begin with ${protocols.join('// or ')}//`;
  if (url.username || url.password) return 'must not hold a user or password';
  if (url.hash) return 'must not have a fragment';
  if (!inward && isIP(host) !== 0 && !isPublicAddress(host)) return 'must be a public address';
  return undefined;
}

export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>;

const resolveAll: Resolve = (host) => resolveName(host, { all: true, verbatim: true });

/**
 * For `lookup` of node:http. Node does not ask it for a host that is an address already: `refuseUrl` has judged
 * that one.
 */
export function createLookup(reach: Reach, resolve: Resolve = resolveAll): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (found) => {
        const wanted = options.family === 4 || options.family === 6 ? options.family : undefined;
        const fitting = found.filter(({ family }) => wanted === undefined || family === wanted);
        const [first] = fitting;
        if (!first) return callback(new AddressRefused('The name has no address'), '');
        const mayReach = reach === 'loopback' && host === 'localhost' ? isLoopbackAddress : isPublicAddress;
        if (reach !== 'any' && !found.every(({ address }) => mayReach(address))) {
          return callback(new AddressRefused('The name leads to an address that is not public'), '');
        }
        if (options.all) callback(null, [...fitting]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}
