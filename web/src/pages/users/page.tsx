/** All accounts. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import * as z from 'zod/mini';
import { userStatuses } from '../../../../src/contracts/events/user.ts';
import { roles } from '../../../../src/contracts/permissions.ts';
import { listUsersQuery } from '../../../../src/contracts/users.ts';
import { userList } from '../../api/users.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { CellDetail, RowLink, Time } from '../../lists/cells.tsx';
import { FilterBar, ListPage, PagedTable } from '../../lists/paged-table.tsx';
import { SearchField } from '../../lists/search-field.tsx';
import { UserStatusLabel } from '../../people/words.tsx';
import { useMay } from '../../session/session.ts';
import { FilterMenu } from '../../tickets/filter-menu.tsx';

const UserForm = lazy(async () => ({ default: (await import('../../people/user-form.tsx')).UserForm }));
const search = z.pick(listUsersQuery, { q: true, role: true, status: true });

export function Page() {
  const text = useText();
  const may = useMay();
  const navigate = useNavigate();
  const filter = useSearchOf(search);
  const setSearch = useSetSearch();
  const [creating, setCreating] = useState(false);
  const list = useInfiniteQuery(userList(filter));
  const onWords = useCallback((q: string | undefined) => setSearch({ q }), [setSearch]);
  return (
    <>
      <PageHeader title={text('users.title')}>
        {may('users.edit') && (
          <Button variant="primary" icon={<Plus size={16} />} onClick={() => setCreating(true)}>
            {text('users.new')}
          </Button>
        )}
      </PageHeader>
      <ListPage>
        <FilterBar>
          <SearchField label={text('users.search')} value={filter.q ?? ''} onChange={onWords} />
          <FilterMenu
            label={text('field.role')}
            values={roles}
            chosen={filter.role ?? []}
            name={(value) => text(`role.${value}`)}
            onChange={(role) => setSearch({ role })}
          />
          <FilterMenu
            label={text('field.status')}
            values={userStatuses}
            chosen={filter.status ?? []}
            name={(value) => text(`users.status.${value}`)}
            onChange={(status) => setSearch({ status })}
          />
        </FilterBar>
        <PagedTable
          query={list}
          caption={text('users.title')}
          rowKey={(row) => row.id}
          empty={text('users.empty')}
          columns={[
            {
              key: 'name',
              header: text('field.name'),
              cell: (row) => (
                <>
                  <RowLink to={`/users/${row.id}`}>{row.name}</RowLink>
                  <CellDetail>{row.username}</CellDetail>
                </>
              ),
            },
            { key: 'role', header: text('field.role'), cell: (row) => text(`role.${row.role}`) },
            {
              key: 'status',
              header: text('field.status'),
              cell: (row) => <UserStatusLabel status={row.status} />,
            },
            { key: 'zone', header: text('field.zone'), wideOnly: true, cell: (row) => row.zone ?? '–' },
            { key: 'email', header: text('field.email'), wideOnly: true, cell: (row) => row.email ?? '–' },
            {
              key: 'since',
              header: text('field.createdAt'),
              wideOnly: true,
              cell: (row) => <Time at={row.createdAt} />,
            },
          ]}
        />
      </ListPage>
      {creating && (
        <Suspense>
          <UserForm
            onClose={() => setCreating(false)}
            onSaved={({ id }) => void navigate({ to: `/users/${id}` } as never)}
          />
        </Suspense>
      )}
    </>
  );
}
