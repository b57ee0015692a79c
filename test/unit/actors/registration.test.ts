import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registration } from '../../../src/actors/registration/actor.ts';
import type { RegistrationCommand } from '../../../src/actors/registration/commands.ts';
import { allowedNow } from '../../../src/actors/registration/transitions.ts';
import { visibleTo } from '../../../src/contracts/generic/audience.ts';
import { registrationStatuses } from '../../../src/contracts/registrations.ts';
import { rooms } from '../../../src/contracts/rooms.ts';
import { eventTypesOf, given } from '../../support/actors.ts';
import { submitted } from '../../support/registrations.ts';

const commands = {
  verify: { type: 'verify', zone: 'depok' },
  'schedule-survey': {
    type: 'schedule_survey',
    scheduledAt: '2026-03-05T02:00:00.000Z',
    ticket: { id: 't1', number: 'T-000001' },
    replaces: null,
  },
  'record-survey': { type: 'record_survey', feasible: true, note: 'Tiang dekat' },
  approve: { type: 'approve', waiveSurvey: false },
  'create-customer': {
    type: 'create_customer',
    customer: { id: 'c1', code: 'C-000001' },
    user: { id: 'u1', username: 'c-000001', passwordHash: 'hash' },
    ticket: { id: 't2', number: 'T-000002' },
    scheduledAt: null,
    passwords: [{ deliveryId: 'd1', channel: 'whatsapp', sealed: 'sealed' }],
  },
  reject: { type: 'reject', reason: 'Di luar jangkauan' },
  cancel: { type: 'cancel' },
} as const satisfies Record<string, RegistrationCommand>;

const applied = () => given(registration).and(submitted());
const verified = () => applied().and(commands.verify);
const scheduled = () => verified().and(commands['schedule-survey']);
const surveyed = (feasible: boolean) => scheduled().and({ ...commands['record-survey'], feasible });
const approved = () => surveyed(true).and(commands.approve);

describe('a registration', () => {
  it('goes from the form to the customer', () => {
    expect(approved().and(commands['create-customer']).state).toMatchObject({
      status: 'customer_created',
      customerCode: 'C-000001',
      surveyTicket: { number: 'T-000001' },
      installationTicket: { number: 'T-000002' },
    });
  });

  it('keeps the person and the address out of its events', () => {
    const { events } = approved().and(commands['create-customer']);
    expect(JSON.stringify(events.map(({ data }) => data))).not.toMatch(/Siti|example|6281|Margonda/);
  });

  it('opens a survey ticket with its survey, and gives it up with the registration', () => {
    expect(verified().when(commands['schedule-survey'])).toMatchObject({
      effects: [{ actor: { kind: 'ticket', id: 't1' }, command: { type: 'create', ticketType: 'survey' } }],
    });
    for (const command of [commands.reject, commands.cancel, { type: 'approve', waiveSurvey: true } as const])
      expect(scheduled().when(command)).toMatchObject({
        effects: [{ actor: { kind: 'ticket', id: 't1' }, command: { type: 'cancel' } }],
      });
    // Done, it refuses; opened again, it is given up, too.
    expect(surveyed(true).when(commands.approve)).toMatchObject({
      effects: [{ actor: { id: 't1' }, command: { type: 'cancel' }, tolerateRejection: true }],
    });
  });

  it('is not approved after a survey that found it not feasible, waived or not', () => {
    for (const waiveSurvey of [false, true])
      expect(surveyed(false).when({ type: 'approve', waiveSurvey })).toMatchObject({
        rejection: { code: 'wrong_state', allowed: ['reject', 'cancel'] },
      });
  });

  it('has its survey moved with its ticket, followed when the ticket moves, and planned anew', () => {
    const scheduledAt = '2026-03-06T02:00:00.000Z';
    const move = scheduled().when({ type: 'move_survey', scheduledAt, overbook: true });
    const edit = { type: 'edit', fields: { scheduledAt }, overbook: true };
    expect(move).toMatchObject({
      events: [{ type: 'registration.survey_scheduled', data: { scheduledAt, ticketId: 't1' } }],
      effects: [{ actor: { kind: 'ticket', id: 't1' }, command: edit }],
    });
    const follow = { type: 'follow_survey', scheduledAt, ticketId: 't1' } as const;
    const followed = scheduled().and(follow);
    expect(followed.state?.surveyAt).toBe(scheduledAt);
    expect(scheduled().when(follow)).toMatchObject({ effects: [] });
    expect(followed.when(follow)).toEqual({ events: [] });
    expect(eventTypesOf(scheduled().when({ ...follow, ticketId: 'other' }))).toEqual(['refused: conflict']);
    const anew = { ...commands['schedule-survey'], ticket: { id: 't9', number: 'T-000009' }, replaces: 't1' };
    // Planned at the same moment, it had seen no ticket or an older one.
    for (const replaces of [null, 't0'])
      expect(eventTypesOf(scheduled().when({ ...anew, replaces }))).toEqual(['refused: conflict']);
    expect(scheduled().when(anew)).toMatchObject({
      effects: [
        { actor: { id: 't1' }, command: { type: 'cancel' }, tolerateRejection: true },
        { actor: { id: 't9' }, command: { type: 'create' } },
      ],
    });
  });

  it('takes the result of its ticket, corrected when the ticket was done once more, not that of another', () => {
    const result = (feasible: boolean, ticketId: string) =>
      ({ type: 'record_survey', feasible, note: null, ticketId }) as const;
    const found = scheduled().and(result(false, 't1'));
    expect(found.state).toMatchObject({ status: 'survey_completed', feasible: false });
    expect(found.and(result(true, 't1')).state).toMatchObject({ feasible: true });
    expect(eventTypesOf(scheduled().when(result(true, 't9')))).toEqual(['refused: conflict']);
    // By hand it is recorded once, and nobody has to go there any more.
    expect(eventTypesOf(surveyed(false).when(commands['record-survey']))).toEqual(['refused: wrong_state']);
    expect(scheduled().when(commands['record-survey'])).toMatchObject({
      effects: [{ actor: { id: 't1' }, command: { type: 'cancel' } }],
    });
  });

  it('is approved without a survey only on purpose', () => {
    expect(eventTypesOf(verified().when(commands.approve))).toEqual(['refused: not_possible']);
    expect(verified().and({ type: 'approve', waiveSurvey: true }).state).toMatchObject({
      status: 'approved',
      surveyWaived: true,
    });
  });

  it('makes customer, account and installation ticket in one decision, with its password sealed', () => {
    const decision = approved().when(commands['create-customer']);
    expect(decision).toMatchObject({
      effects: [
        { actor: { kind: 'customer', id: 'c1' }, command: { status: 'pending_installation', userId: 'u1' } },
        { actor: { kind: 'user', id: 'u1' }, command: { role: 'customer', customerId: 'c1' } },
        { actor: { kind: 'ticket', id: 't2' }, command: { ticketType: 'installation', customerId: 'c1' } },
        { effect: 'delivery', template: 'registration.welcome', sealed: 'sealed' },
      ],
    });
  });

  it('tells the applicant no word of the staff but the reason of a refusal', () => {
    const { state, events } = scheduled().and({ ...commands['record-survey'], feasible: false });
    const done = events.at(-1);
    if (!state || !done) throw new Error('nothing happened');
    const audience = registration.audience(done, undefined, state);
    const own = visibleTo({ data: done.data, audience }, new Set([rooms.registrationPublic('R-000001')]));
    expect(own).toEqual({
      number: 'R-000001',
      from: 'survey_scheduled',
      to: 'survey_completed',
      feasible: false,
    });
    const other = new Set([rooms.registrationPublic('R-000002'), rooms.desk, rooms.allPublic]);
    expect(visibleTo({ data: done.data, audience }, other)).toBeUndefined();
  });

  it('answers every command out of place with what is allowed, and never leaves its end', () => {
    const names = Object.keys(commands) as (keyof typeof commands)[];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 12 }), (tried) => {
        let now = applied();
        for (const name of tried) {
          const { state } = now;
          if (!state) throw new Error('no state');
          const allowed = allowedNow(state);
          const replaces = state.surveyTicket?.id ?? null;
          const command = name === 'schedule-survey' ? { ...commands[name], replaces } : commands[name];
          const decision = now.when(command);
          if ('rejection' in decision) {
            if (allowed.includes(name)) expect(decision.rejection.code).toBe('not_possible');
            else
              expect(decision.rejection).toMatchObject({
                code: 'wrong_state',
                allowed: allowed.filter((one) => name !== 'cancel' || one !== 'erase'),
              });
            continue;
          }
          expect(allowed).toContain(name);
          now = now.and(command);
          expect(registrationStatuses).toContain(now.state?.status);
          if (['customer_created', 'rejected', 'cancelled'].includes(now.state?.status ?? ''))
            expect(allowedNow(now.state as NonNullable<typeof now.state>)).toEqual(['erase']);
        }
      }),
    );
  });
});
