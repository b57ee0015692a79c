/** Reads customers as their readers may see them, each with its package. */
import type * as z from 'zod/mini';
import { customer } from '../actors/customer/actor.ts';
import type { CustomerState } from '../actors/customer/state.ts';
import type { Viewer } from '../authority/viewer.ts';
import { visibleCustomers } from '../authority/visible-customers.ts';
import { numbered } from '../authority/visible-tickets.ts';
import type {
  Customer,
  CustomerFilterQuery,
  CustomerRegistrations,
  listCustomersQuery,
} from '../contracts/customers.ts';
import { formatPosition } from '../contracts/generic/position.ts';
import type { Queryable } from '../engine/database.ts';
import type { Row } from '../engine/effects.ts';
import { readHead } from '../engine/log.ts';
import { andSearch } from './customer-search.ts';
import { customerView } from './customer-view.ts';
import { and, andIf, listRows, type Page, type SortKey, type Where, where } from './list.ts';
import { ApiProblem } from './problem.ts';
import { stateOf } from './reads.ts';

/** A row of `customers c` as JSON with its package. Index: the primary key of packages. */
const CUSTOMER_ROW = `to_jsonb(c) || jsonb_build_object('package', (select jsonb_build_object('id', p.id, 'name', p.name,
    'downMbps', p.down_mbps, 'upMbps', p.up_mbps, 'monthlyPrice', p.monthly_price)
  from packages p where p.id = c.package_id))`;

const sorts: Readonly<Record<string, SortKey>> = {
  code: { expression: 'c.code', type: 'text' },
  name: { expression: 'c.name', type: 'text' },
  createdAt: { expression: 'c.created_at', type: 'instant', never: 'null' },
};

/** Which customers a filter means, of those the viewer may see, and how they are sorted unless somebody chose. */
export async function customerConditions(
  db: Queryable,
  viewer: Viewer,
  filter: CustomerFilterQuery,
): Promise<{ conditions: Where; found: Awaited<ReturnType<typeof andSearch>> | undefined }> {
  const conditions = where();
  const visible = visibleCustomers(viewer);
  and(conditions, visible.sql, ...visible.values);
  andIf(conditions, filter.zone, 'c.zone = $?');
  andIf(conditions, filter.status, 'c.status = any($?::text[])');
  andIf(conditions, filter.packageId, 'c.package_id = $?');
  const found = filter.q === undefined ? undefined : await andSearch(db, conditions, filter.q);
  return { conditions, found };
}

/** A page of those the viewer may see; words first find, then rank them. */
export async function listCustomers(
  db: Queryable,
  viewer: Viewer,
  query: z.output<typeof listCustomersQuery>,
): Promise<Page<Customer>> {
  const { conditions, found } = await customerConditions(db, viewer, query);
  return await listRows(
    db,
    {
      select: CUSTOMER_ROW,
      from: 'customers c',
      where: conditions,
      sort: query.sort ?? found?.sort ?? 'code',
      sorts: { ...sorts, ...found?.sorts },
      id: 'c.id',
      cursor: query.cursor,
      limit: query.limit,
    },
    (row) => customerOfRow(row, viewer),
  );
}

function customerOfRow(row: Row, viewer: Viewer): Customer {
  return {
    ...customerView(stateOf<CustomerState>(customer, row), viewer),
    package: row.package as NonNullable<Customer['package']> | null,
  };
}

/**
 * The customer, and the position that was read before it (R2). Index: the primary key.
 * @throws ApiProblem not_found, also for one that the viewer may not see
 */
export async function readCustomer(
  db: Queryable,
  viewer: Viewer,
  id: string,
): Promise<Customer & { position: string }> {
  const position = formatPosition(await readHead(db));
  const visible = visibleCustomers(viewer);
  const { rows } = await db.query<{ row: Row }>(
    `select ${CUSTOMER_ROW} as row from customers c where c.id = $1 and ${numbered(visible, 2)}`,
    [id, ...visible.values],
  );
  const row = rows[0]?.row;
  if (!row) throw new ApiProblem('not_found');
  return { ...customerOfRow(row, viewer), position };
}

/** Oldest first: one, as a rule. By the customer alone: a phone is nobody's proof. */
export async function readRegistrationsOf(
  db: Queryable,
  customerId: string,
): Promise<CustomerRegistrations['data']> {
  const { rows } = await db.query<CustomerRegistrations['data'][number]>({
    name: 'registrations_of_customer',
    text: `select r.id, r.number, r.status, p.name as package, r.created_at as "createdAt", r.updated_at as "updatedAt"
      from registrations r left join packages p on p.id = r.package_id
      where r.customer_id = $1 order by r.created_at, r.id`,
    values: [customerId],
  });
  return rows;
}

/** Whether a package can be had now. Index: the primary key of packages. */
export async function isOffered(db: Queryable, packageId: string): Promise<boolean> {
  const { rows } = await db.query({
    name: 'package_offered',
    text: 'select from packages where id = $1 and active',
    values: [packageId],
  });
  return rows.length > 0;
}
