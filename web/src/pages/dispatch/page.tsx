/** What dispatch goes by: which tickets are assigned by themselves, and which specializations there are. */
import * as z from 'zod/mini';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { PageHeader } from '../../kit/page-header.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import { ListPage } from '../../lists/paged-table.tsx';
import { Specializations } from './specializations.tsx';
import { Zones } from './zones.tsx';

const search = z.object({ tab: z.enum(['zones', 'skills']) });

export function Page() {
  const text = useText();
  const { tab = 'zones' } = useSearchOf(search);
  const setSearch = useSetSearch();
  return (
    <>
      <PageHeader title={text('dispatch.title')} />
      <ListPage>
        <Tabs
          value={tab}
          onChange={(next) => setSearch({ tab: next === 'zones' ? undefined : next })}
          tabs={[
            { value: 'zones', label: text('dispatch.zones'), content: <Zones /> },
            { value: 'skills', label: text('dispatch.skills'), content: <Specializations /> },
          ]}
        />
      </ListPage>
    </>
  );
}
