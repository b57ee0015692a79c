import { X } from 'lucide-react';
import { useCallback } from 'react';
import { deliveryStatuses } from '../../../../src/contracts/notifications.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { FilterBar } from '../../lists/paged-table.tsx';
import { SearchField } from '../../lists/search-field.tsx';
import { ledgerChannels } from '../../ops/delivery-words.tsx';
import { FilterMenu } from '../../tickets/filter-menu.tsx';
import { PersonFilter } from './person-filter.tsx';
import { deliverySearch, type Period, periods } from './search.ts';

export function Filters() {
  const text = useText();
  const filter = useSearchOf(deliverySearch);
  const setSearch = useSetSearch();
  const onTemplate = useCallback((template: string | undefined) => setSearch({ template }), [setSearch]);
  return (
    <FilterBar>
      <PersonFilter
        chosen={filter.recipientId ?? []}
        onChange={(recipientId) => setSearch({ recipientId })}
      />
      <SearchField label={text('deliveries.template')} value={filter.template ?? ''} onChange={onTemplate} />
      <FilterMenu
        label={text('field.channel')}
        values={ledgerChannels}
        chosen={filter.channel ?? []}
        name={(value) => text(`channel.${value}`)}
        onChange={(channel) => setSearch({ channel })}
      />
      <FilterMenu
        label={text('field.status')}
        values={deliveryStatuses}
        chosen={filter.status ?? []}
        name={(value) => text(`deliveries.status.${value}`)}
        onChange={(status) => setSearch({ status })}
      />
      <FilterMenu
        label={text('deliveries.seen')}
        values={['yes', 'no'] as const}
        chosen={filter.seen ? [filter.seen] : []}
        name={(value) => text(`deliveries.seen.${value}`)}
        // Both is no filter, and the last one pressed is the one that is meant.
        onChange={(seen) => setSearch({ seen: seen?.find((one) => one !== filter.seen) })}
      />
      <Segmented<Period>
        label={text('operations.when')}
        hideLabel
        value={filter.within ?? 'all'}
        onChange={(within) => setSearch({ within: within === 'all' ? undefined : within })}
        segments={periods.map((value) => ({ value, label: text(`deadLetters.within.${value}`) }))}
      />
      {filter.entityId && (
        <Button
          icon={<X size={14} aria-hidden="true" />}
          onClick={() => setSearch({ entityKind: undefined, entityId: undefined })}
        >
          {text('deliveries.oneEntity')}
        </Button>
      )}
    </FilterBar>
  );
}
