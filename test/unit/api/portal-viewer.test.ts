// Whose a page is, as far as it is known at once: a page is answered whatever happens to the look-up.
import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import type { Api } from '../../../src/api/api.ts';
import { portalViewer } from '../../../src/api/portal-viewer.ts';
import type { Viewer } from '../../../src/authority/viewer.ts';

const somebody = { userId: 'u1' } as Viewer;
const cookie = `trunkline_session=${'s'.repeat(43)}`;

function ask(viewer: () => Promise<Viewer | undefined>, { headers = { cookie }, exhausted = false } = {}) {
  const warned: string[] = [];
  let lookedUp = 0;
  const api = {
    addressLimit: { exhausted: () => exhausted },
    sessions: {
      viewer: () => {
        lookedUp += 1;
        return viewer();
      },
    },
    logger: { warn: (_facts: object, words: string) => void warned.push(words) },
  } as unknown as Api;
  const request = { headers, ip: '127.0.0.1', socket: {} } as unknown as Request;
  return { answer: portalViewer(api, request), warned, lookedUp: () => lookedUp };
}

describe('the viewer of a page', () => {
  it('is who the cookie names', async () => {
    expect(await ask(async () => somebody).answer).toBe(somebody);
    expect(await ask(async () => undefined).answer).toBeUndefined();
  });

  it('is nobody while the look-up takes long, and where it fails, which is said in the log', async () => {
    expect(await ask(() => new Promise(() => undefined)).answer).toBeUndefined();
    const failed = ask(() => Promise.reject(new Error('the database is away')));
    expect(await failed.answer).toBeUndefined();
    expect(failed.warned).toEqual(['a page was answered without knowing whose it is']);
  });

  it('is not looked up without a cookie, nor for an address that has used up its limit', async () => {
    for (const how of [{ headers: { cookie: 'other=1' } }, { exhausted: true }]) {
      const { answer, lookedUp } = ask(async () => somebody, how);
      expect(await answer).toBeUndefined();
      expect(lookedUp()).toBe(0);
    }
  });
});
