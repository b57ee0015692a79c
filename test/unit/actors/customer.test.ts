import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customer } from '../../../src/actors/customer/actor.ts';
import type { CustomerCommand, CustomerStatus } from '../../../src/actors/customer/commands.ts';
import type { CustomerState } from '../../../src/actors/customer/state.ts';
import { type EventType, events } from '../../../src/contracts/events.ts';
import { eventTypesOf, fold, given, START } from '../../support/actors.ts';

const address = {
  street: 'Jl. Melati No. 1',
  rt: '001',
  rw: null,
  kelurahan: 'Kukusan',
  kecamatan: 'Beji',
  city: 'Depok',
  postalCode: '16421',
  coordinates: { latitude: -6.36, longitude: 106.82 },
};

const registered = (status: 'pending_installation' | 'active' = 'pending_installation') =>
  given(customer).and({
    type: 'create',
    code: 'C-000001',
    name: 'Budi Santoso',
    email: 'budi@example.com',
    phone: '+62800111',
    address,
    zone: 'depok',
    packageId: 'p1',
    status,
    userId: null,
  });

const suspend = { type: 'suspend', reason: 'overdue' } as const;

describe('the account of a customer', () => {
  it('goes from installation to active, to suspended and back, and ends for good', () => {
    const back = registered().and({ type: 'activate' }).and(suspend).and({ type: 'reactivate' });
    expect(back.state).toMatchObject({ status: 'active', suspendReason: null });
    const gone = back.and({ type: 'terminate' });
    expect(gone.when({ type: 'reactivate' })).toMatchObject({
      rejection: { code: 'wrong_state', allowed: ['equipment', 'erase', 'notes'] },
    });
  });

  it('says why it is suspended, and keeps what staff noted beside it out of the log', () => {
    const note = { id: 'n1', text: 'Angry on the phone' };
    const decision = registered('active').when({ ...suspend, note });
    expect(eventTypesOf(decision)).toEqual(['customer.status_changed', 'customer.noted']);
    expect(JSON.stringify('events' in decision && decision.events)).not.toContain('Angry');
    expect('effects' in decision && decision.effects).toMatchObject([
      { effect: 'insert', table: 'customer_notes', row: { id: 'n1', text: 'Angry on the phone' } },
    ]);
  });
});

describe('the package of a customer', () => {
  it('is corrected before the installation, and afterwards changed by a ticket alone', () => {
    const edit = { type: 'edit', fields: { packageId: 'p2' } } as const;
    expect(registered().and(edit).state?.packageId).toBe('p2');
    const active = registered('active');
    expect(eventTypesOf(active.when(edit))).toEqual(['refused: not_possible']);
    const changed = active.and({ type: 'change_package', packageId: 'p2', ticketId: 't1' });
    expect(changed.state).toMatchObject({ packageId: 'p2', version: 1 });
    expect(eventTypesOf(changed.when({ type: 'change_package', packageId: 'p2', ticketId: 't1' }))).toEqual(
      [],
    );
  });
});

const serials = ['ONT-1', 'ONT-2', 'ONT-3'] as const;
const commands = fc.oneof<fc.Arbitrary<CustomerCommand>[]>(
  fc.constantFrom<CustomerCommand>(
    { type: 'activate' },
    suspend,
    { type: 'reactivate' },
    { type: 'terminate' },
  ),
  fc.record({
    type: fc.constant('add_equipment'),
    serial: fc.constantFrom(...serials),
    kind: fc.constant('ont'),
  }),
  fc.record({ type: fc.constant('remove_equipment'), serial: fc.constantFrom(...serials) }),
  fc.record({
    type: fc.constant('replace_equipment'),
    previousSerial: fc.constantFrom(...serials),
    serial: fc.constantFrom(...serials),
  }),
  fc.record({ type: fc.constant('note'), note: fc.constant({ id: 'n', text: 'secret words' }) }),
  fc.record({
    type: fc.constant('edit'),
    fields: fc.record({ name: fc.constantFrom('Budi', 'Sari'), address: fc.constantFrom(null, address) }),
  }),
) as fc.Arbitrary<CustomerCommand>;

const ways: Readonly<Record<CustomerStatus, readonly CustomerStatus[]>> = {
  pending_installation: ['active', 'terminated'],
  active: ['suspended', 'terminated'],
  suspended: ['active', 'terminated'],
  terminated: [],
};

describe('whatever is asked of a customer', () => {
  it('status goes along its ways, serials in use are those of the state, and the log knows no person', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 30 }), (asked) => {
        let state = registered().state as CustomerState;
        const inUse = new Set<string>();
        for (const command of asked) {
          const decision = customer.decide(state, command, {
            id: 'actor-1',
            now: START,
            by: { kind: 'user', id: 'u' },
            newId: () => 'new',
          });
          if ('rejection' in decision) continue;
          const before = state;
          for (const event of decision.events) {
            expect(events[event.type as EventType].data.parse(event.data)).toEqual(event.data);
            expect(JSON.stringify(event.data)).not.toMatch(/Budi|Sari|Melati|secret/);
            state = fold(customer, state, event, START);
          }
          if (state.status !== before.status) expect(ways[before.status]).toContain(state.status);
          for (const effect of decision.effects ?? []) {
            if (!('table' in effect) || effect.table !== 'equipment_in_use') continue;
            const serial = String(effect.row.serial);
            if (effect.effect === 'delete') inUse.delete(serial);
            else inUse.add(serial);
          }
          expect(new Set(state.equipment.map(({ serial }) => serial))).toEqual(inUse);
        }
      }),
    );
  });
});
