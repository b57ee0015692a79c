// R2: the position that a page carries is not newer than its rows.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { parsePosition } from '../../src/contracts/generic/position.ts';
import { numberEvents } from '../../src/engine/log.ts';
import { startTestApi, type TestApi } from '../support/api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

it('R2: whatever lies at or below the position of a page is in its rows, also while tickets come in', async () => {
  const desk = await api.as('customer_service');
  const admin = await api.as('admin');
  let creating = true;
  const creations = Promise.all(
    [1, 2, 3].map(async () => {
      for (let n = 0; n < 30; n++) {
        const { status } = await desk.post('/api/v1/tickets', { type: 'repair', title: `Ticket ${n}` });
        expect(status).toBe(201);
        await numberEvents(api.pool);
      }
    }),
  ).finally(() => {
    creating = false;
  });
  const pages: { readonly ids: Set<string>; readonly offset: number }[] = [];
  while (creating) {
    const { body } = await admin.get('/api/v1/tickets?limit=100');
    const ids = new Set<string>(body.data.map(({ id }: { id: string }) => id));
    pages.push({ ids, offset: parsePosition(body.position)?.offset ?? 0 });
  }
  await creations;
  const { rows } = await api.pool.query<{ id: string; position: string }>(
    `select actor_id as id, position from events where type = 'ticket.created'`,
  );
  expect(pages.length).toBeGreaterThan(5);
  for (const { ids, offset } of pages) {
    const missing = rows.filter(({ id, position }) => Number(position) <= offset && !ids.has(id));
    expect(missing).toEqual([]);
  }
});
