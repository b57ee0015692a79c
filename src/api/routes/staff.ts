/** The names of the staff, in one list: for presence, teams and timelines, without a look-up for each. */
import { pageOf } from '../../contracts/http.ts';
import { type Colleague, colleagueSchema, listStaffQuery } from '../../contracts/staff.ts';
import { listRows, where } from '../list.ts';
import { defineRoute, type Route } from '../route.ts';

export const staffRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/staff',
    tag: 'Staff',
    summary: 'Names of the staff and of technicians without an account',
    // What every member of the staff has, and no customer.
    access: ['tickets.view_all', 'tickets.view_zone'],
    query: listStaffQuery,
    answers: { 200: { description: 'A page of names', schema: pageOf(colleagueSchema) } },
    handle: async ({ query }, api) => ({
      status: 200,
      body: await listRows(
        api.pool,
        {
          select: `jsonb_build_object('userId', s.user_id, 'technicianId', s.technician_id, 'name', s.name, 'role', s.role)`,
          // Those who left stay in the list: what they did stands in timelines.
          from: `(select u.id, u.id as user_id, u.technician_id, u.name, u.role
              from users u where u.role <> 'customer'
            union all
            select t.id, null, t.id, t.name, 'technician' from technicians t where t.user_id is null) s`,
          where: where(),
          sort: 'name',
          sorts: { name: { expression: 's.name', type: 'text' } },
          id: 's.id',
          cursor: query.cursor,
          limit: query.limit,
        },
        (row) => row as Colleague,
      ),
    }),
  }),
];
