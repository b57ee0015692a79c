/** Who asks for a page of the portal, as far as that is known at once. */
import type { Request } from 'express';
import { readCredential } from '../authority/credentials.ts';
import type { Viewer } from '../authority/viewer.ts';
import type { Api } from './api.ts';
import { addressOf } from './pipeline.ts';

/** A page that waits longer is drawn later than one that asks for itself. */
const PATIENCE_MS = 250;

/**
 * Undefined where it cannot be said now: the page asks for itself then, and says what is wrong. Never rejects.
 * An address that has used up its limit gets no look-up, as everywhere.
 */
export async function portalViewer(api: Api, request: Request): Promise<Viewer | undefined> {
  const { cookie } = request.headers;
  const credential = cookie === undefined ? undefined : readCredential({ cookie });
  if (!credential || api.addressLimit.exhausted(addressOf(request))) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([api.sessions.viewer(credential), patience]);
  } catch (error) {
    api.logger.warn({ err: error }, 'a page was answered without knowing whose it is');
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
