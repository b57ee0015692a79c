import { describe, expect, it } from 'vitest';
import { bulk } from '../../../src/actors/bulk/actor.ts';
import { listSettings } from '../../../src/actors/list_settings/actor.ts';
import { view } from '../../../src/actors/view/actor.ts';
import { visibleTo } from '../../../src/contracts/generic/audience.ts';
import { eventTypesOf, given } from '../../support/actors.ts';

describe('a saved view', () => {
  const content = { name: 'Mine', filter: { q: 'Budi' }, sort: 'slaDueAt', columns: null } as const;
  const saved = () =>
    given(view).and({ type: 'create', ownerId: 'u1', shared: { to: 'nobody' }, ...content });

  it('is changed by its owner alone, and not for nothing', () => {
    const edit = { type: 'edit', fields: { name: 'Yours' } } as const;
    expect(eventTypesOf(saved().when({ ...edit, ownerId: 'u2' }))).toEqual(['refused: forbidden']);
    expect(eventTypesOf(saved().when({ ...edit, ownerId: 'u1' }))).toEqual(['view.edited']);
    expect(eventTypesOf(saved().when({ type: 'edit', ownerId: 'u1', fields: { name: 'Mine' } }))).toEqual([]);
  });

  it('keeps its words out of its events', () => {
    const edited = saved().and({ type: 'edit', ownerId: 'u1', fields: { name: 'Ibu Sari' } });
    expect(edited.state).toMatchObject({ name: 'Ibu Sari', filter: { q: 'Budi' } });
    expect(JSON.stringify(edited.events.map(({ data }) => data))).not.toMatch(/Mine|Budi|Sari/);
  });

  it('deleted, is there for nothing but to be brought back', () => {
    const gone = saved().and({ type: 'delete', ownerId: 'u1' });
    expect(eventTypesOf(gone.when({ type: 'edit', ownerId: 'u1', fields: { name: 'x' } }))).toEqual([
      'refused: not_found',
    ]);
    expect(gone.and({ type: 'restore', ownerId: 'u1' }).state).toMatchObject({ deletedAt: null, ...content });
  });

  it('R5: tells those who see it, and those who saw it before', () => {
    const shared = saved().and({
      type: 'edit',
      ownerId: 'u1',
      fields: { shared: { to: 'role', role: 'manager' } },
    });
    const hidden = shared.and({ type: 'edit', ownerId: 'u1', fields: { shared: { to: 'nobody' } } });
    const event = hidden.events.at(-1);
    if (!event || !hidden.state) throw new Error('no event');
    const audience = view.audience(event, shared.state, hidden.state);
    const sees = (room: string) => visibleTo({ data: event.data, audience }, new Set([room])) !== undefined;
    expect(['user:u1:staff', 'role:manager', 'role:noc'].map(sees)).toEqual([true, true, false]);
  });
});

describe('list settings', () => {
  it('change what is named, and nothing when all is as it was', () => {
    const first = given(listSettings).and({ type: 'change', defaultViewId: 'work' });
    expect(first.state).toMatchObject({ defaultViewId: 'work', columns: null });
    const second = first.and({ type: 'change', columns: ['title', 'due'] });
    expect(second.state).toMatchObject({ defaultViewId: 'work', columns: ['title', 'due'] });
    expect(eventTypesOf(second.when({ type: 'change', defaultViewId: 'work' }))).toEqual([]);
  });
});

describe('a bulk job', () => {
  const begun = () =>
    given(bulk).and({
      type: 'start',
      ownerId: 'u1',
      onBehalf: { kind: 'user', id: 'u1' },
      command: { type: 'cancel', reason: 'Pak Budi moved' },
      items: ['a', 'b', 'c'].map((itemId) => ({ itemId, visible: itemId !== 'b' })),
    });

  it('keeps its command out of its events, and has a row for each ticket', () => {
    const { state, events } = begun();
    expect(state).toMatchObject({ state: 'running', total: 3, tried: 0, command: { type: 'cancel' } });
    expect(JSON.stringify(events.map(({ data }) => data))).not.toMatch(/Budi/);
  });

  it('B1 makes each step once, and ends with the last', () => {
    const one = begun().and({ type: 'advance', from: 0, to: 2 });
    expect(eventTypesOf(one.when({ type: 'advance', from: 0, to: 2 }))).toEqual(['refused: conflict']);
    const two = one.and({ type: 'advance', from: 2, to: 3 });
    expect(two.state).toMatchObject({ state: 'finished', tried: 3 });
    expect(eventTypesOf(two.when({ type: 'cancel', why: 'asked' }))).toEqual(['refused: wrong_state']);
  });

  it('B3 makes no step once it is cancelled', () => {
    const over = begun().and({ type: 'cancel', why: 'asked' });
    expect(over.state).toMatchObject({ state: 'cancelled', why: 'asked' });
    expect(eventTypesOf(over.when({ type: 'advance', from: 0, to: 2 }))).toEqual(['refused: wrong_state']);
  });
});
