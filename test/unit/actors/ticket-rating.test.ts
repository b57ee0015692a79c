import { describe, expect, it } from 'vitest';
import { allowedNow } from '../../../src/actors/ticket/transitions.ts';
import { eventTypesOf, later, START } from '../../support/actors.ts';
import { completed, inProgress } from './tickets.ts';

const rate = { type: 'rate', rating: 4, feedback: 'quick' } as const;
const DAY = 24;

describe('rating a ticket', () => {
  it('says how the work was, and whose it was', () => {
    const rated = completed().and(rate);
    expect(rated.state).toMatchObject({ rating: 4, ratingFeedback: 'quick', ratedAt: START });
    expect(rated.events.at(-1)?.data).toMatchObject({ technicianId: 'tech-1', previousRating: null });
  });

  it('is for completed ones', () => {
    expect(eventTypesOf(inProgress().when(rate))).toEqual(['refused: wrong_state']);
  });

  it('is for the ticket’s own customer', () => {
    const guard = { customerId: 'customer-2' };
    expect(eventTypesOf(completed().when({ ...rate, guard }))).toEqual(['refused: not_found']);
  });

  it('is possible within thirty days of completion', () => {
    expect(eventTypesOf(completed().when(rate, later(START, 30 * DAY)))).toEqual(['ticket.rated']);
    const late = later(START, 30 * DAY + 1);
    expect(eventTypesOf(completed().when(rate, late))).toEqual(['refused: wrong_state']);
    const { state } = completed();
    expect(state && allowedNow(state, late)).not.toContain('rate');
  });

  it('can be changed within seven days of the first one, which a change does not move', () => {
    const other = { ...rate, rating: 1 } as const;
    const changed = completed()
      .and(rate)
      .and(other, later(START, 6 * DAY));
    expect(changed.state).toMatchObject({ rating: 1, ratedAt: START });
    expect(changed.events.at(-1)?.data).toMatchObject({ previousRating: 4 });
    expect(eventTypesOf(changed.when(rate, later(START, 7 * DAY + 1)))).toEqual(['refused: wrong_state']);
  });

  it('with the same words again is nothing new', () => {
    expect(eventTypesOf(completed().and(rate).when(rate))).toEqual([]);
  });

  it('is forgotten when the work was not done after all: the next completion is rated anew', () => {
    const again = completed().and(rate).and({ type: 'reopen', reason: 'dark again' });
    expect(again.state).toMatchObject({ rating: null, ratingFeedback: null, ratedAt: null });
  });
});
