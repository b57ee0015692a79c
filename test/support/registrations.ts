// An applicant in tests: a package to choose, the form as it was filled in some time ago, and codes as they arrive.

import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { RegistrationCommand } from '../../src/actors/registration/commands.ts';
import { signForm } from '../../src/api/public-form.ts';
import type { CommandRunner } from '../../src/engine/command.ts';
import type { Queryable } from '../../src/engine/database.ts';
import { createSecrets } from '../../src/engine/secrets.ts';
import { TEST_KEY } from './api.ts';
import { waitFor } from './wait.ts';

export const secrets = createSecrets(TEST_KEY, randomBytes);

export const address = {
  street: 'Jalan Margonda 12',
  rt: '03',
  rw: '07',
  kelurahan: 'Kemiri Muka',
  kecamatan: 'Beji',
  city: 'Depok',
  postalCode: '16423',
  coordinates: null,
};

/** Opened a minute ago, as the server would have signed it. */
export const form = (now = new Date(Date.now() - 60_000)): string => signForm(secrets, now);

export async function makePackage(commands: CommandRunner): Promise<string> {
  const id = v7();
  const command = {
    type: 'create',
    name: `Rumah ${id.slice(-6)}`,
    downMbps: 50,
    upMbps: 20,
    monthlyPrice: 300_000,
    setupFee: 0,
    slaClass: 'basic',
    active: true,
  };
  await commands.run({
    creates: true,
    items: [{ actor: { kind: 'package', id }, command, by: { kind: 'system', id: 'test' }, trace: null }],
    answer: () => ({ status: 201, headers: {}, body: null }),
  });
  return id;
}

/** The secret of the newest message of the template, once it is in the ledger. */
export async function secretOf(
  db: Queryable,
  template: string,
  after = '',
): Promise<{ id: string; secret: string }> {
  return await waitFor(async () => {
    const { rows } = await db.query<{ id: string; sealed: string }>(
      `select id, sealed from deliveries where template = $1 and sealed is not null and id > $2
        order by created_at desc, id desc limit 1`,
      [template, after],
    );
    const secret = rows[0] && secrets.open(rows[0].sealed, rows[0].id);
    return rows[0] && secret !== undefined ? { id: rows[0].id, secret } : undefined;
  });
}

/** A registration's `submit`, as the API makes it. */
export function submitted(more: Partial<Extract<RegistrationCommand, { type: 'submit' }>> = {}) {
  return {
    type: 'submit',
    number: 'R-000001',
    name: 'Siti Rahayu',
    phone: '+6281234567890',
    email: 'siti@example.com',
    address,
    packageId: 'p1',
    preferredDate: '2026-03-05',
    preferredSlot: 'morning',
    locale: 'en',
    tracking: {
      tokenHash: createHash('sha256').update(randomBytes(8)).digest('hex'),
      publicId: v7(),
      expiresAt: '2100-01-01T00:00:00.000Z',
    },
    ...more,
  } as const satisfies RegistrationCommand;
}
