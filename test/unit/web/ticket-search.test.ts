import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dueSpans,
  listTicketsQuery,
  ticketFilterQuery,
  ticketFilterSchema,
} from '../../../src/contracts/ticket-list.ts';
import {
  slaStates,
  ticketPriorities,
  ticketSorts,
  ticketStatuses,
  ticketTypes,
} from '../../../src/contracts/tickets.ts';
import type { TicketFilter } from '../../../web/src/api/ticket-filter.ts';
import { parseSearch, readSearch, stringifySearch } from '../../../web/src/app/search-text.ts';
import {
  builtIns,
  filterNames,
  sameFilter,
  searchOf,
  ticketsSearch,
  tidy,
} from '../../../web/src/pages/tickets/search.ts';

const some = <V>(values: readonly V[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const id = fc.uuid({ version: 7 });
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 20 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const filters: fc.Arbitrary<TicketFilter> = fc.record({
  status: maybe(some(ticketStatuses)),
  type: maybe(some(ticketTypes)),
  priority: maybe(some(ticketPriorities)),
  slaState: maybe(some(slaStates)),
  due: maybe(some(dueSpans)),
  zone: maybe(some(['north', 'south-2', '3a'])),
  technicianId: maybe(fc.oneof(ids, fc.constant(['nobody']))),
  customerId: maybe(ids),
  assignedTo: maybe(fc.constant('me' as const)),
  snoozed: maybe(fc.constantFrom('yes' as const, 'no' as const)),
  created: maybe(fc.constantFrom('2026-11-01..2026-11-29', '2026-11-29..2026-11-29')),
  completed: maybe(fc.constant('2025-12-31..2026-01-01')),
  q: maybe(
    fc
      .string({ minLength: 1, maxLength: 100, unit: 'grapheme' })
      .filter((q) => q.length <= 100 && !q.includes('\u0000')),
  ),
  sort: maybe(fc.constantFrom(...ticketSorts)),
});

const read = (text: string) => readSearch(ticketsSearch, parseSearch(text));

describe('the address of the list', () => {
  it('says any filter and view, and is read as what was said', () => {
    fc.assert(
      fc.property(filters, maybe(fc.oneof(id, fc.constantFrom('all', 'work'))), (filter, view) => {
        const text = stringifySearch(searchOf(filter, view));
        const { view: readView, ...found } = read(text);
        expect(tidy(found as TicketFilter)).toEqual(tidy(filter));
        expect(readView).toBe(view);
        // Once more is the same text: a link can be passed on and on.
        expect(stringifySearch(searchOf(found as TicketFilter, readView))).toBe(text);
      }),
    );
  });

  it('takes nothing from rubbish, and keeps what fits beside it', () => {
    fc.assert(
      fc.property(fc.string(), (rubbish) => {
        const found = read(`?status=open&due=${encodeURIComponent(rubbish)}&zone=%00&technicianId=x`);
        expect(found.status).toEqual(['open']);
        expect(found).not.toHaveProperty('zone');
        expect(found).not.toHaveProperty('technicianId');
      }),
    );
    expect(read('?offset=100&limit=5&cursor=x&view=nowhere')).toEqual({});
  });

  it('is what the API takes', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const asked = parseSearch(stringifySearch({ ...tidy(filter), limit: 100 }));
        expect(listTicketsQuery.safeParse(asked).success).toBe(true);
        const { sort: _sort, ...conditions } = tidy(filter);
        expect(ticketFilterSchema.parse(conditions)).toEqual(conditions);
      }),
    );
  });

  it('names every filter of the API, as do saved views', () => {
    expect(Object.keys(ticketFilterQuery.shape).sort()).toEqual([...filterNames].sort());
    expect(Object.keys(ticketFilterSchema.shape).sort()).toEqual([...filterNames].sort());
  });
});

describe('equal filters', () => {
  it('are equal whatever the order of their values', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const turned = Object.fromEntries(
          Object.entries(filter).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.toReversed() : value,
          ]),
        );
        expect(sameFilter(filter, turned)).toBe(true);
      }),
    );
  });

  it('know the usual sort, and another one', () => {
    expect(sameFilter({}, { sort: '-createdAt' })).toBe(true);
    expect(sameFilter({}, { sort: 'createdAt' })).toBe(false);
    expect(sameFilter(builtIns.work, builtIns.unassigned)).toBe(false);
  });
});
