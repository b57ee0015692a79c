import { appRoutes } from '@bull-board/api/dist/routes.js';
import { describe, expect, it } from 'vitest';
import { permissionOf } from '../../../src/api/queues-rights.ts';

const routes = (appRoutes as { api: { method: string | string[]; route: string | string[] }[] }).api.flatMap(
  ({ method, route }) =>
    [method].flat().flatMap((one) => [route].flat().map((path) => ({ method: one, path }))),
);

describe('the actions of Bull Board', () => {
  it('each has a permission of its own; what only looks needs none', () => {
    const actions = routes.filter(({ method }) => method !== 'get');
    expect(actions.length).toBeGreaterThan(15);
    for (const { method, path } of routes) {
      const needed = permissionOf(method, path);
      if (method === 'get') expect(needed, path).toBeUndefined();
      else expect(needed, `${method} ${path}`).toMatch(/^queues\.(pause|retry|remove|edit)$/);
    }
  });

  it('that a newer one may have are nobody’s', () => {
    expect(permissionOf('put', '/api/queues/:queueName/shred')).toBe('unknown');
  });
});
