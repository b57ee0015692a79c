/**
 * Registrations without an account: the form, its code, tracking. Open to everybody, so everything here is limited
 * for each address, and nothing says whether a phone or a number is known to anybody but its proven holder.
 */
import type * as z from 'zod/mini';
import { registration } from '../../actors/registration/actor.ts';
import type { RegistrationCommand, TrackingGrant } from '../../actors/registration/commands.ts';
import type { RegistrationState } from '../../actors/registration/state.ts';
import { bearerOf, hashSecret } from '../../authority/credentials.ts';
import { readTracking, type Tracking, trackingSecret } from '../../authority/tracking.ts';
import { codeSentSchema } from '../../contracts/codes.ts';
import { dayOf } from '../../contracts/day.ts';
import {
  askCodeSchema,
  askTrackingCodeSchema,
  type OfferedPackage,
  openTrackingSchema,
  registrationFormSchema,
  submitRegistrationSchema,
  trackedRegistrationSchema,
  trackingTokenSchema,
} from '../../contracts/registrations.ts';
import { emptySchema } from '../../contracts/tickets.ts';
import { currentTraceparent } from '../../engine/telemetry/spans.ts';
import type { Api } from '../api.ts';
import { codeSent, isRateLimited, sendCode } from '../code-sending.ts';
import { issueCode, redeemCode, requireSecrets } from '../one-time-codes.ts';
import { readPhone } from '../phone.ts';
import { ApiProblem, invalid } from '../problem.ts';
import { checkForm, signForm } from '../public-form.ts';
import { readPositioned } from '../reads.ts';
import { trackedView } from '../registration-view.ts';
import { readRegistered, repeatableToken } from '../repeated-registration.ts';
import { type AnyCall, type Call, defineRoute, type Reply, type Route } from '../route.ts';
import { uniqueOr } from '../unique.ts';

const tag = 'Registration';
const path = '/api/v1/public/registrations';
const TRACKING_DAYS = 30;
const DAY_MS = 24 * 3_600_000;
const APPLICANT = { kind: 'system', id: 'applicant' } as const;

const trackingAnswer = {
  200: { description: 'As its applicant sees it', schema: trackedRegistrationSchema },
  401: { description: 'No tracking token, or one that has expired' },
};

export const publicRegistrationRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: `${path}/form`,
    tag,
    summary: 'What the form needs: its own signature, and the packages that are offered',
    access: 'public',
    answers: { 200: { description: 'The form', schema: registrationFormSchema } },
    handle: async (call, api) => {
      await api.registrationLimits.readsPerAddress.take(call.address);
      const form = signForm(requireSecrets(api), api.now());
      return { status: 200, body: { form, packages: await readOffered(api) } };
    },
  }),
  defineRoute({
    method: 'post',
    path: `${path}/codes`,
    tag,
    summary: 'Send a one-time code to a phone that wants to register',
    access: 'public',
    body: askCodeSchema,
    answers: { 202: { description: 'Sent, if it can be reached', schema: codeSentSchema } },
    handle: async (call, api) => {
      const { phone: written, locale, form, website } = call.body;
      await api.registrationLimits.codesPerAddress.take(call.address);
      checkForm(requireSecrets(api), form, api.now());
      const phone = await readPhone(written, 'phone');
      // A robot that filled in what nobody sees is not told that it was found out.
      if (website !== '') return codeSent;
      await sendCode(api, { purpose: 'registration_submit', subject: phone }, { phone, locale });
      return codeSent;
    },
  }),
  defineRoute({
    method: 'post',
    path,
    tag,
    summary: 'Register, with the code that was sent to the phone',
    access: 'public',
    body: submitRegistrationSchema,
    idempotent: true,
    answers: {
      201: { description: 'Registered; the token lets one track it', schema: trackingTokenSchema },
      409: { description: 'A registration of this phone or e-mail is open' },
      422: { description: 'The code is wrong, too old or spent' },
    },
    handle: async (call, api) => {
      await api.registrationLimits.guessesPerAddress.take(call.address);
      return await submitOnce(call, api);
    },
  }),
  defineRoute({
    method: 'post',
    path: `${path}/tracking-codes`,
    tag,
    summary: 'Send a one-time code to the phone of a registration',
    access: 'public',
    body: askTrackingCodeSchema,
    answers: {
      202: { description: 'Sent, if there is such a registration', schema: codeSentSchema },
    },
    handle: async (call, api) => {
      const { number } = call.body;
      const { codesPerAddress, codesPerSubject, trackingPause } = api.registrationLimits;
      await codesPerAddress.take(call.address);
      requireSecrets(api);
      // Nothing is sent within the pause, so it counts for none; of an unknown number the same is so, or it would show.
      if (await isRefused(trackingPause.take(number))) return codeSent;
      await codesPerSubject.take(number);
      // Nobody waits for it: a known number must not answer later than an unknown one, nor otherwise.
      sendTrackingCode(api, number).catch((error: unknown) => {
        if (!(error instanceof ApiProblem)) api.logger.error({ err: error }, 'a tracking code was not sent');
      });
      return codeSent;
    },
  }),
  defineRoute({
    method: 'post',
    path: `${path}/tracking`,
    tag,
    summary: 'A tracking token for a number and the code that was sent to its phone',
    access: 'public',
    body: openTrackingSchema,
    answers: {
      201: { description: 'The token', schema: trackingTokenSchema },
      422: { description: 'The code is wrong, too old or spent, or the number is not known' },
    },
    handle: async (call, api) => {
      const { number, code } = call.body;
      await api.registrationLimits.guessesPerAddress.take(call.address);
      const token = newToken(api);
      const tracking = trackingOf(api, token);
      const id = await findRegistration(api, number);
      const command: RegistrationCommand = { type: 'open_tracking', tracking };
      // An unknown number has no code: it ends as a wrong one does.
      await redeemCode(api, { purpose: 'registration_track', subject: number }, code, {
        actor: { kind: 'registration', id: id ?? number },
        command,
      });
      return { status: 201, body: { number, token, expiresAt: tracking.expiresAt } };
    },
  }),
  defineRoute({
    method: 'get',
    path: `${path}/tracking`,
    tag,
    summary: 'The registration of a tracking token (Authorization: Bearer tr_…)',
    access: 'public',
    answers: trackingAnswer,
    handle: async (call, api) => {
      await api.registrationLimits.readsPerAddress.take(call.address);
      return { status: 200, body: await readTracked(api, await requireTracking(call, api)) };
    },
  }),
  defineRoute({
    method: 'post',
    path: `${path}/tracking/cancel`,
    tag,
    summary: 'Take the registration of a tracking token back, before it is approved',
    access: 'public',
    body: emptySchema,
    answers: { ...trackingAnswer, 409: { description: 'It is too late for that' } },
    handle: async (call, api) => {
      await api.registrationLimits.guessesPerAddress.take(call.address);
      const tracking = await requireTracking(call, api);
      const command: RegistrationCommand = { type: 'cancel' };
      await api.commands.run({
        items: [
          {
            actor: { kind: 'registration', id: tracking.registrationId },
            command,
            by: APPLICANT,
            trace: currentTraceparent() ?? null,
          },
        ],
        answer: () => ({ status: 204, headers: {}, body: null }),
      });
      return { status: 200, body: await readTracked(api, tracking) };
    },
  }),
];

type Submission = z.output<typeof submitRegistrationSchema>;

/** Sent twice, it is answered twice as it was the first time, also while the first is still at work. */
async function submitOnce(call: Call<unknown, unknown, Submission>, api: Api): Promise<Reply> {
  const token = repeatableToken(call, requireSecrets(api));
  if (token === undefined) return await submit(call.body, api, newToken(api));
  const registered = async (): Promise<Reply | undefined> => {
    const body = await readRegistered(api.pool, token);
    return body && { status: 201, headers: { 'Idempotency-Replayed': 'true' }, body };
  };
  const before = await registered();
  if (before) return before;
  try {
    return await submit(call.body, api, token);
  } catch (error) {
    // The first one held the code's lock: by now it has registered, and spent the code.
    const meanwhile = error instanceof ApiProblem ? await registered() : undefined;
    if (meanwhile) return meanwhile;
    throw error;
  }
}

async function submit(body: Submission, api: Api, token: string): Promise<Reply> {
  const { code, form, website, phone: written, email, ...facts } = body;
  checkForm(requireSecrets(api), form, api.now());
  if (website !== '') throw new ApiProblem('wrong_code');
  const phone = await readPhone(written, 'phone');
  if (facts.preferredDate < dayOf(api.now().toISOString(), api.timeZone))
    throw invalid('preferredDate', 'must not be in the past');
  const offered = await readOffered(api);
  if (!offered.some(({ id }) => id === facts.packageId)) throw invalid('packageId', 'is not offered');
  const tracking = trackingOf(api, token);
  const number = registrationNumber(await api.registrationNumbers.next());
  const command: RegistrationCommand = {
    type: 'submit',
    ...facts,
    number,
    phone,
    email: email ?? null,
    tracking,
  };
  const actor = { kind: 'registration', id: api.newId() };
  const open = new ApiProblem('conflict', {
    detail: 'A registration of this phone or e-mail is open already: track it by its number.',
  });
  // Refused for another one that is open, nothing is written, and the code stays good.
  await uniqueOr(open, ['registrations_open_phone', 'registrations_open_email'], () =>
    redeemCode(api, { purpose: 'registration_submit', subject: phone }, code, { actor, command }),
  );
  return { status: 201, body: { number, token, expiresAt: tracking.expiresAt } };
}

async function sendTrackingCode(api: Api, number: string): Promise<void> {
  const { rows } = await api.pool.query<{ phone: string; locale: 'id' | 'en' }>({
    name: 'registration_phone',
    // Of an erased one the phone is the marker.
    text: 'select phone, locale from registrations where number = $1 and erased_at is null',
    values: [number],
  });
  if (rows[0]) await issueCode(api, { purpose: 'registration_track', subject: number }, rows[0]);
}

async function findRegistration({ pool }: Api, number: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'registration_id',
    text: 'select id from registrations where number = $1',
    values: [number],
  });
  return rows[0]?.id;
}

async function isRefused(taken: Promise<void>): Promise<boolean> {
  try {
    await taken;
    return false;
  } catch (error) {
    if (isRateLimited(error)) return true;
    throw error;
  }
}

function newToken(api: Api): string {
  return trackingSecret(api.randomBytes(32));
}

function trackingOf(api: Api, token: string): TrackingGrant {
  const expiresAt = new Date(api.now().getTime() + TRACKING_DAYS * DAY_MS).toISOString();
  return { tokenHash: hashSecret(token), publicId: api.newId(), expiresAt };
}

/** @throws ApiProblem unauthenticated */
async function requireTracking(call: AnyCall, { pool }: Api): Promise<Tracking> {
  const tracking = await readTracking(pool, bearerOf(call.header('authorization')) ?? '');
  if (!tracking) throw new ApiProblem('unauthenticated', { headers: { 'WWW-Authenticate': 'Bearer' } });
  return tracking;
}

async function readTracked({ pool }: Api, { registrationId }: Tracking) {
  const { state, position } = await readPositioned<RegistrationState>(pool, registration, registrationId);
  const { rows } = await pool.query<{ name: string }>('select name from packages where id = $1', [
    state.packageId,
  ]);
  return trackedView(state, rows[0]?.name ?? '', position);
}

/** A handful. */
async function readOffered({ pool }: Api): Promise<OfferedPackage[]> {
  const { rows } = await pool.query<OfferedPackage>({
    name: 'offered_packages',
    text: `select id, name, down_mbps as "downMbps", up_mbps as "upMbps", monthly_price as "monthlyPrice",
        setup_fee as "setupFee" from packages where active order by monthly_price, id`,
  });
  return rows;
}

function registrationNumber(number: number): string {
  return `R-${String(number).padStart(6, '0')}`;
}
