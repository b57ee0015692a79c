/** What is looked for among dead letters; it stands in the address, so a search can be handed on. */
import { useCallback } from 'react';
import * as z from 'zod/mini';
import { listDeadLettersQuery } from '../../../../src/contracts/operations.ts';
import type { Query } from '../../api/client.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { Segmented } from '../../kit/segmented.tsx';
import { FilterBar } from '../../lists/paged-table.tsx';
import { SearchField } from '../../lists/search-field.tsx';
import { useMay } from '../../session/session.ts';

const periods = ['all', 'hour', 'day', 'week'] as const;
type Period = (typeof periods)[number];
const HOUR_MS = 3_600_000;
const lengths: Readonly<Record<Exclude<Period, 'all'>, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 168 * HOUR_MS,
};

export const deadLetterSearch = z.extend(
  z.pick(listDeadLettersQuery, {
    status: true,
    type: true,
    actorId: true,
    error: true,
    payload: true,
  }),
  { within: z.optional(z.enum(periods)) },
);
type Search = Partial<z.infer<typeof deadLetterSearch>>;

/** By the whole minute, so that the same search soon after finds its pages. */
export function toQuery({ within, ...rest }: Search, nowMs: number): Query {
  if (within === undefined || within === 'all') return rest;
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000;
  return { ...rest, since: new Date(minuteMs - lengths[within]).toISOString() };
}

export function Filters() {
  const text = useText();
  const may = useMay();
  const { within = 'all' } = useSearchOf(deadLetterSearch);
  const setSearch = useSetSearch();
  const fields = may('payloads.view')
    ? (['payload', 'error', 'type', 'actorId'] as const)
    : (['type', 'actorId'] as const);
  return (
    <FilterBar>
      {fields.map((field) => (
        <Field key={field} name={field} />
      ))}
      <Segmented<Period>
        label={text('operations.when')}
        value={within}
        onChange={(next) => setSearch({ within: next === 'all' ? undefined : next })}
        hideLabel
        segments={periods.map((value) => ({ value, label: text(`deadLetters.within.${value}`) }))}
      />
    </FilterBar>
  );
}

function Field({ name }: { readonly name: 'payload' | 'error' | 'type' | 'actorId' }) {
  const text = useText();
  const filter = useSearchOf(deadLetterSearch);
  const setSearch = useSetSearch();
  const onChange = useCallback(
    (words: string | undefined) => setSearch({ [name]: words }),
    [setSearch, name],
  );
  return (
    <SearchField label={text(`deadLetters.find.${name}`)} value={filter[name] ?? ''} onChange={onChange} />
  );
}
