import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incident } from '../../../src/actors/incident/actor.ts';
import type { IncidentCause } from '../../../src/actors/incident/commands.ts';
import { type Condition, createTroubles, type TroublePolicy } from '../../../src/cron/troubles.ts';
import { given } from '../../support/actors.ts';

const policy: TroublePolicy = {
  lateAfterMs: 60_000,
  calmMs: 60_000,
  quietMs: 600_000,
  providerOf: (channel) => (channel === 'email' ? 'smtp' : 'whatsapp'),
};
const well: Condition = { providers: [], failedMessages: [], deadLetters: [], figures: [] };
const down = (...names: string[]): Partial<Condition> => ({
  providers: names.map((provider) => ({ provider, down: true })),
});

/** Incidents as Postgres holds them, each an actor; what was told is their events. */
function world() {
  const actors = new Map<string, ReturnType<typeof given<never, never>>>();
  const told: string[] = [];
  let troubles = createTroubles(policy);
  return {
    told,
    /** Another process takes the duty: what the last one remembered is gone. */
    takeOver: () => {
      troubles = createTroubles(policy);
    },
    look(nowMs: number, condition: Partial<Condition>) {
      const open = [...actors].flatMap(([id, { state }]) => {
        const { status, cause } = state as unknown as { status: string; cause: IncidentCause };
        return status === 'open' ? [{ id, cause }] : [];
      });
      for (const { id, command } of troubles.assess({ ...well, ...condition }, open, nowMs)) {
        const before = (actors.get(id) ?? given(incident)) as unknown as ReturnType<typeof given>;
        const after = before.and(command as never);
        told.push(...after.events.slice(before.events.length).map(({ type }) => `${type} ${id}`));
        actors.set(id, after as never);
      }
    },
  };
}

describe('I1: an incident', () => {
  it('opens once, and is over once the trouble has been away for a while', () => {
    const { look, told } = world();
    for (let second = 0; second < 100; second += 2) look(second * 1_000, down('smtp'));
    expect(told).toEqual(['incident.opened provider:smtp']);
    look(100_000, {});
    look(159_000, {});
    expect(told).toHaveLength(1);
    look(160_000, {});
    look(170_000, {});
    expect(told).toEqual(['incident.opened provider:smtp', 'incident.over provider:smtp']);
    look(180_000, down('smtp'));
    expect(told).toHaveLength(3);
  });

  it('is one while a provider flaps', () => {
    const { look, told } = world();
    for (let second = 0; second < 600; second += 2) look(second * 1_000, second % 4 ? down('smtp') : {});
    expect(told).toEqual(['incident.opened provider:smtp']);
  });

  it('of failures is told anew only after a quiet while', () => {
    const { look, told } = world();
    const failed = { deadLetters: [{ subject: 'notifications.ticket', count: 3 }] };
    look(0, failed);
    look(300_000, failed);
    look(302_000, {});
    look(800_000, {});
    look(802_000, failed);
    expect(told).toEqual(['incident.opened dead_letters:notifications.ticket']);
    look(804_000, {});
    look(1_404_000, {});
    look(1_406_000, failed);
    expect(told.map((line) => line.split(' ')[0])).toEqual([
      'incident.opened',
      'incident.over',
      'incident.opened',
    ]);
  });

  it.each([
    ['mailboxAge', { group: 'business' }, 'late:mailbox business'],
    ['deliveryAge', { channel: 'email' }, 'late:deliveries email'],
    ['timerLate', {}, 'late:timers'],
    ['scheduleLate', { schedule: 'summary.daily' }, 'late:schedule summary.daily'],
    ['unnumberedAge', {}, 'late:log'],
  ] as const)('opens when %s is over its threshold, not at it', (name, labels, id) => {
    const { look, told } = world();
    look(0, { figures: [[name, labels, 60] as never] });
    expect(told).toEqual([]);
    look(2_000, { figures: [[name, labels, 61] as never] });
    expect(told).toEqual([`incident.opened ${id}`]);
  });
});

describe('I2: a provider that is down', () => {
  it('explains what fails by it and what waits for it, and nothing of another one', () => {
    const { look, told } = world();
    look(0, {
      ...down('smtp'),
      failedMessages: [
        { subject: 'smtp', count: 1_000 },
        { subject: 'whatsapp', count: 1 },
      ],
      figures: [['deliveryAge', { channel: 'email' }, 500] as never],
    });
    expect(told).toEqual(['incident.opened provider:smtp', 'incident.opened deliveries:whatsapp']);
  });
});

describe('whatever happens, and however often the duty changes hands', () => {
  it('openings and ends of one incident alternate', () => {
    const step = fc.record({
      afterMs: fc.integer({ min: 0, max: 400_000 }),
      smtp: fc.boolean(),
      failed: fc.nat(2),
      age: fc.integer({ min: 0, max: 120 }),
      takeOver: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { look, told, takeOver } = world();
        let nowMs = 0;
        for (const { afterMs, smtp, failed, age, takeOver: changes } of steps) {
          nowMs += afterMs;
          if (changes) takeOver();
          look(nowMs, {
            ...(smtp ? down('smtp') : {}),
            failedMessages: failed > 0 ? [{ subject: 'smtp', count: failed }] : [],
            figures: [['mailboxAge', { group: 'business' }, age] as never],
          });
        }
        const last = new Map<string, string>();
        for (const line of told) {
          const [type = '', id = ''] = line.split(/ (.*)/);
          expect(last.get(id) ?? 'incident.over').not.toBe(type);
          last.set(id, type);
        }
      }),
    );
  });
});
