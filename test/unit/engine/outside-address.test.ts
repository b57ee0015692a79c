// Which addresses a webhook may reach.

import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import {
  createLookup,
  isPublicAddress,
  type Resolve,
  refuseUrl,
} from '../../../src/engine/outside-address.ts';

const inner = [
  '0.0.0.0',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.168.0.1',
  '198.18.0.1',
  '198.19.255.255',
  '203.0.113.7',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '2001:db8::1',
  '2001::1',
  '2002:7f00:1::',
  '3fff::1',
];
const outer = [
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450:4001::1',
];

describe('an address', () => {
  it.each(inner)('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));
  it.each(outer)('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));
  it.each(['', 'localhost', '1.1.1', '0x7f000001', '1.1.1.1 '])('%j is none', (text) =>
    expect(isPublicAddress(text)).toBe(false),
  );

  it('anywhere in a private net is not public, whatever its last bytes', () => {
    for (let n = 0; n < 2_000; n++) {
      const [a, b, c] = [(n * 7) % 256, (n * 13) % 256, (n * 29) % 256];
      for (const address of [
        `10.${a}.${b}.${c}`,
        `127.${a}.${b}.${c}`,
        `192.168.${a}.${b}`,
        `172.${16 + (a % 16)}.${b}.${c}`,
        `100.${64 + (a % 64)}.${b}.${c}`,
        `169.254.${a}.${b}`,
        `::ffff:${a}.${b}.${c}.1`,
        `fd${a.toString(16).padStart(2, '0')}:${b.toString(16)}::${c.toString(16)}`,
      ])
        expect(isPublicAddress(address), address).toBe(false);
    }
  });
});

describe('a URL', () => {
  it.each([
    'http://example.net/hook',
    'ftp://example.net/',
    'https://user:secret@example.net/',
    'https://example.net/#part',
    'https://127.0.0.1/',
    // The same address in the writings that URLs know.
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00::1]:8443/',
    'https://169.254.169.254/latest/meta-data',
    'javascript:alert(1)',
    'no url',
  ])('%s is refused', (url) => expect(refuseUrl(url, 'public')).toBeTypeOf('string'));

  it.each(['https://example.net/hook?key=1', 'https://1.1.1.1/', 'https://[2606:4700::1111]:8443/x'])(
    '%s is taken',
    (url) => expect(refuseUrl(url, 'public')).toBeUndefined(),
  );

  it('may lead to this machine where the setting says loopback, if it says so itself, and nowhere else inside', () => {
    for (const url of [
      'http://127.0.0.1:8080/',
      'https://127.9.9.9/',
      'http://[::1]:80/',
      'http://localhost:1/x',
    ])
      expect(refuseUrl(url, 'loopback'), url).toBeUndefined();
    for (const url of [
      'http://example.net/',
      'http://10.0.0.1/',
      'https://169.254.169.254/',
      'http://[::ffff:127.0.0.1]/',
      'https://[fd00::1]/',
      'http://localhost.example.net/',
      'http://a:b@127.0.0.1/',
    ])
      expect(refuseUrl(url, 'loopback'), url).toBeTypeOf('string');
    expect(refuseUrl('https://example.net/', 'loopback')).toBeUndefined();
  });

  it('may lead inward where the setting says any, and still needs to be one of HTTP without a password', () => {
    expect(refuseUrl('http://127.0.0.1:8080/', 'any')).toBeUndefined();
    expect(refuseUrl('ftp://127.0.0.1/', 'any')).toBeTypeOf('string');
    expect(refuseUrl('http://a:b@127.0.0.1/', 'any')).toBeTypeOf('string');
  });
});

describe('a name', () => {
  const answer = (addresses: readonly string[]): Resolve => {
    return async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  const look = (resolve: Resolve, options: { all?: boolean; family?: number } = { all: true }) =>
    new Promise<string | LookupAddress[]>((done, fail) => {
      createLookup('public', resolve)('example.net', options, (error, found) =>
        error ? fail(error) : done(found),
      );
    });

  it('leads to the addresses that were judged, one or all', async () => {
    const resolve = answer(['1.1.1.1', '2606:4700::1111']);
    expect(await look(resolve)).toHaveLength(2);
    expect(await look(resolve, {})).toBe('1.1.1.1');
    expect(await look(resolve, { family: 6 })).toBe('2606:4700::1111');
  });

  it('is refused for one address that is not public, whichever would be used', async () => {
    for (const [index, bad] of inner.filter((address) => !address.includes('%')).entries()) {
      const found = index % 2 === 0 ? ['1.1.1.1', bad] : [bad, '1.1.1.1'];
      await expect(look(answer(found)), bad).rejects.toMatchObject({ code: 'address_refused' });
      await expect(look(answer(found), { family: 4 }), bad).rejects.toMatchObject({
        code: 'address_refused',
      });
    }
    await expect(look(answer([]))).rejects.toMatchObject({ code: 'address_refused' });
  });

  it('leads to this machine for localhost alone, where the setting says loopback', async () => {
    const asked = (host: string, address: string) =>
      new Promise((done, fail) => {
        createLookup('loopback', answer([address]))(host, { all: false }, (error, found) =>
          error ? fail(error) : done(found),
        );
      });
    expect(await asked('localhost', '127.0.0.1')).toBe('127.0.0.1');
    expect(await asked('example.net', '1.1.1.1')).toBe('1.1.1.1');
    for (const [host, address] of [
      ['localhost', '10.0.0.1'],
      ['example.net', '127.0.0.1'],
      ['example.net', '10.0.0.1'],
    ] as const)
      await expect(asked(host, address), host).rejects.toMatchObject({ code: 'address_refused' });
  });

  it('that cannot be resolved now is no refusal', async () => {
    const away: Resolve = async () => {
      throw Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' });
    };
    await expect(look(away)).rejects.toMatchObject({ code: 'EAI_AGAIN' });
  });
});
