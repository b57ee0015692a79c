/** All accounts. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import * as z from 'zod/mini';
import { userStatuses } from '../../../../src/contracts/events/user.ts';
import { roles } from '../../../../src/contracts/permissions.ts';
import { listUsersQuery } from '../../../../src/contracts/users.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { userList } from '../../api/users.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useText } from '../../i18n/text.ts';
import { CellDetail, RowLink, Time } from '../../lists/cells.tsx';
import { PagedTable } from '../../lists/paged-table.tsx';
import { PeoplePage } from '../../people/people-page.tsx';
import { UserStatusLabel } from '../../people/words.tsx';
import { useMay } from '../../session/session.ts';
import { FilterMenu } from '../../tickets/filter-menu.tsx';

const UserForm = lazy(async () => ({ default: (await import('../../people/user-form.tsx')).UserForm }));
const search = z.pick(listUsersQuery, { q: true, role: true, status: true });

export function Page() {
  const text = useText();
  const may = useMay();
  const filter = useSearchOf(search);
  const setSearch = useSetSearch();
  const list = useInfiniteQuery(userList(filter));
  return (
    <PeoplePage
      title={text('users.title')}
      path="/users"
      create={may('users.edit') ? { label: text('users.new'), form: UserForm } : undefined}
      searchLabel={text('users.search')}
      words={filter.q}
      filters={
        <>
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
        </>
      }
    >
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
          {
            key: 'zone',
            header: text('field.zone'),
            wideOnly: true,
            cell: (row) => (row.zone === null ? '–' : zoneName(row.zone)),
          },
          { key: 'email', header: text('field.email'), wideOnly: true, cell: (row) => row.email ?? '–' },
          {
            key: 'since',
            header: text('field.createdAt'),
            wideOnly: true,
            cell: (row) => <Time at={row.createdAt} />,
          },
        ]}
      />
    </PeoplePage>
  );
}
