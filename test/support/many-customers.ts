// Many customers at once, made by the database: for search at size, where actors would take minutes.
import type { Queryable } from '../../src/engine/database.ts';
import { firstNames, lastNames, zones } from '../../src/ops/demo/words.ts';

const streets = ['Melati', 'Kenanga', 'Anggrek', 'Mawar', 'Cempaka', 'Flamboyan', 'Merpati', 'Rajawali'];

/**
 * Customers with the codes C-000001 and on, the phones +628000000001 and on, and a name of two or three words. The
 * steps between rows are prime, so that names, streets and zones come in every combination.
 */
export async function loadManyCustomers(db: Queryable, count: number): Promise<void> {
  await db.query(
    `insert into customers (id, seq, version, code, name, email, phone, zone, status, address, created_at, updated_at)
    select gen_random_uuid()::text, 1, 1, 'C-' || lpad(i::text, 6, '0'),
      first[1 + i * 7919 % cardinality(first)] || ' ' || last[1 + i / 7 % cardinality(last)]
        || case when i % 3 = 0 then ' ' || last[1 + i / 11 % cardinality(last)] else '' end,
      'mail' || i || '@pelanggan.example', '+62800' || lpad(i::text, 7, '0'),
      zone[1 + i % cardinality(zone)], 'active',
      jsonb_build_object('street', 'Jl. ' || street[1 + i / 3 % cardinality(street)] || ' No. ' || i % 120,
        'kelurahan', 'Kukusan', 'kecamatan', 'Beji', 'city', zone[1 + i % cardinality(zone)], 'postalCode', '16421'),
      now(), now()
    from generate_series(1, $1::int) i, (select $2::text[] as first, $3::text[] as last, $4::text[] as zone, $5::text[] as street) w`,
    [count, firstNames, lastNames, zones, streets],
  );
  await db.query(`select setval('customer_codes', $1::bigint)`, [count]);
  await db.query('vacuum analyze customers');
  await db.query('vacuum analyze customer_words');
}
