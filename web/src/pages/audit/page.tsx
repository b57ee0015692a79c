/** Who did what, when and from where. */
import { Download, X } from 'lucide-react';
import { useCallback } from 'react';
import * as z from 'zod/mini';
import { auditFilterQuery } from '../../../../src/contracts/audit.ts';
import { auditFile } from '../../api/audit.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { saveFile } from '../../kit/save-file.ts';
import { Segmented } from '../../kit/segmented.tsx';
import { FilterBar, ListPage } from '../../lists/paged-table.tsx';
import { SearchField } from '../../lists/search-field.tsx';
import { AuditTable } from '../../ops/audit-table.tsx';
import { useBeginning } from '../../session/clock.ts';
import { PersonFilter } from './person-filter.tsx';

const HOUR_MS = 3_600_000;
const lengths = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS } as const;
const periods = ['all', 'hour', 'day', 'week'] as const;

const search = z.extend(z.pick(auditFilterQuery, { action: true, by: true, target: true }), {
  within: z.optional(z.enum(periods)),
});

export function Page() {
  const text = useText();
  const { within = 'all', ...rest } = useSearchOf(search);
  const setSearch = useSetSearch();
  // By the whole minute, so that the same search soon after finds its pages.
  const minuteMs = Math.floor(useBeginning(within) / 60_000) * 60_000;
  const filter =
    within === 'all' ? rest : { ...rest, since: new Date(minuteMs - lengths[within]).toISOString() };
  const onAction = useCallback((action: string | undefined) => setSearch({ action }), [setSearch]);
  return (
    <>
      <PageHeader title={text('audit.title')}>
        <Button icon={<Download size={16} />} onClick={() => saveFile(auditFile(filter))}>
          {text('audit.export')}
        </Button>
      </PageHeader>
      <ListPage>
        <FilterBar>
          <SearchField label={text('audit.search')} value={rest.action ?? ''} onChange={onAction} />
          <Segmented
            label={text('operations.when')}
            hideLabel
            value={within}
            onChange={(next) => setSearch({ within: next === 'all' ? undefined : next })}
            segments={periods.map((value) => ({ value, label: text(`deadLetters.within.${value}`) }))}
          />
          <PersonFilter chosen={rest.by} onChange={(by) => setSearch({ by })} />
          {rest.target && (
            <Button
              icon={<X size={14} aria-hidden="true" />}
              onClick={() => setSearch({ target: undefined })}
            >
              {rest.target.length > 24
                ? `${rest.target.split('/')[0]} …${rest.target.slice(-6)}`
                : rest.target}
            </Button>
          )}
        </FilterBar>
        <AuditTable filter={filter} />
      </ListPage>
    </>
  );
}
