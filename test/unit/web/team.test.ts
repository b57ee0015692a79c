import { describe, expect, it } from 'vitest';
import { besideLead, membersOf } from '../../../web/src/tickets/team.ts';

const team = ['lead', 'second', 'third'].map((technicianId, index) => ({
  technicianId,
  userId: null,
  lead: index === 0,
}));

describe('a team that gets another lead', () => {
  it('keeps those who go along', () => {
    expect(besideLead(membersOf({ team }), 'other')).toEqual({ members: ['second', 'third'] });
  });

  it('names nobody twice when one of them becomes the lead', () => {
    expect(besideLead(membersOf({ team }), 'second')).toEqual({ members: ['third'] });
  });

  it('says nothing of them when there are none', () => {
    expect(besideLead(membersOf({ team: team.slice(0, 1) }), 'other')).toEqual({});
  });
});
