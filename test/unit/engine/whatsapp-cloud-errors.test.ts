// What the Cloud API's refusals mean: tried again, given up, limited, or nobody knows.

import { describe, expect, it } from 'vitest';
import { type RetryableDeliveryError, UnknownDeliveryError } from '../../../src/engine/delivery-provider.ts';
import { cloudFailure } from '../../../src/engine/providers/whatsapp-cloud-errors.ts';

const refused = (status: number, code: number, more: Record<string, unknown> = {}) =>
  cloudFailure(status, null, { error: { message: `(#${code}) Words`, code, ...more } });

const later = (providerDown: boolean) => ({ name: 'RetryableDeliveryError', providerDown });
const never = { name: 'TerminalDeliveryError' };

describe('a code of the Cloud API', () => {
  it.each([
    ['token expired', 401, 190, later(true)],
    ['permission', 403, 10, later(true)],
    ['permission, by its range', 400, 229, later(true)],
    ['account locked', 403, 131031, later(true)],
    ['payment', 400, 131042, later(true)],
    ['number not registered', 400, 133010, later(true)],
    ['overloaded', 503, 2, later(true)],
    ['maintenance', 500, 131057, later(true)],
    ['throughput', 400, 130429, later(true)],
    ['calls of the account', 400, 80007, later(true)],
    ['spam', 400, 131048, later(true)],
    ['too many to one recipient', 400, 131056, later(false)],
    ['wrote last more than a day ago', 400, 131047, never],
    ['no WhatsApp', 400, 131026, never],
    ['parameter', 400, 100, never],
    ['kept back by Meta', 400, 131049, never],
    ['unknown code, refused', 400, 139999, never],
    ['unknown code, too many requests', 429, 139999, later(true)],
    ['unknown code, their error', 500, 139999, later(true)],
  ])('%s (%i, %i)', (_what, status, code, expected) => {
    expect(refused(status, code)).toMatchObject({ code: `meta_${code}`, ...expected });
  });

  it('that is called transient is tried again', () => {
    expect(refused(400, 139999, { is_transient: true })).toMatchObject(later(true));
  });

  it('asks for a pause of its own, or the longer one that was asked for', () => {
    const pair = refused(400, 131056) as RetryableDeliveryError;
    expect(pair.retryAfterMs).toBe(6_000);
    const asked = cloudFailure(400, '60', { error: { code: 131056 } }) as RetryableDeliveryError;
    expect(asked.retryAfterMs).toBe(60_000);
  });

  it('is told with its details, and without numbers', () => {
    const error = refused(400, 131026, { error_data: { details: 'to +628123456789' } });
    expect(error.message).toBe('(#131026) Words: to [number]');
  });
});

describe('an answer without a code', () => {
  it.each([200, 500, 502, 504])('%i: nobody knows whether it arrived', (status) => {
    expect(cloudFailure(status, null, {})).toBeInstanceOf(UnknownDeliveryError);
  });
  it.each([401, 404, 429, 503])('%i: later, and it is not the recipient', (status) => {
    expect(cloudFailure(status, null, {})).toMatchObject(later(true));
  });
  it('400: never', () => {
    expect(cloudFailure(400, null, {})).toMatchObject(never);
  });
});
