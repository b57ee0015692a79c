// The evaluator of `npm run demo:incident` against the rules that Prometheus is given.

import { describe, expect, it } from 'vitest';
import { evaluate } from '../../scripts/demo-incident/promql.ts';
import { causes } from '../../scripts/observability/causes.ts';
import { readSamples } from '../../src/engine/metric-text.ts';

const rule = (alert: string): string => causes.find((cause) => cause.alert === alert)?.expr ?? '';
const holds = (alert: string, text: string): boolean =>
  evaluate(rule(alert), readSamples(text)).holds.length > 0;

describe('alerts as the demo evaluates them', () => {
  it('hold where the bound is passed, and say what was compared with what', () => {
    const text =
      'trunkline_dead_letters{group="business"} 2\ntrunkline_dead_letters{group="notifications"} 0';
    const verdict = evaluate(rule('DeadLetters'), readSamples(text));
    expect(verdict.holds).toEqual([{ labels: { group: 'business' }, value: 2 }]);
    expect(verdict.compared).toMatchObject({ operator: '>', bound: 0 });
    expect(holds('DeadLetters', 'trunkline_dead_letters{group="business"} 0')).toBe(false);
  });

  it('know `unless`: what a person paused is not late', () => {
    const old = 'trunkline_mailbox_oldest_age_seconds{group="business"} 90';
    expect(holds('MailboxOld', old)).toBe(true);
    expect(holds('MailboxOld', `${old}\ntrunkline_mailbox_group_paused{group="business"} 1`)).toBe(false);
    expect(holds('MailboxOld', `${old}\ntrunkline_mailbox_group_paused{group="notifications"} 1`)).toBe(true);
  });

  it('know `absent` and matchers of labels', () => {
    expect(holds('DutyWithoutHolder', 'trunkline_lease_held{lease="realtime"} 1')).toBe(true);
    expect(holds('DutyWithoutHolder', 'trunkline_lease_held{lease="duty"} 1')).toBe(false);
    expect(holds('DutyWithoutHolder', 'trunkline_lease_held{lease="duty"} 0')).toBe(true);
  });

  it('refuse what looks back over time instead of guessing', () => {
    expect(() => evaluate('changes(process_start_time_seconds[15m]) > 2', new Map())).toThrow();
    expect(() => evaluate('max by (role) (rate(x_total[5m])) > 2', new Map())).toThrow();
  });
});
