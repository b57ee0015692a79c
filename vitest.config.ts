import { defineConfig } from 'vitest/config';

const globalSetup = 'test/support/global-setup.ts';

/** Fast first: a later group starts when the one before has ended. */
const project = (name: string, groupOrder: number, timeoutMs: number, setup: boolean) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: Math.max(timeoutMs, 60_000),
    // A deadline, as everywhere: one second is over before a busy machine has shown a page.
    expect: { poll: { timeout: Math.min(timeoutMs, 20_000) } },
    sequence: { groupOrder },
    ...(setup ? { globalSetup } : {}),
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './test/support/reporter.ts'],
    projects: [
      project('unit', 0, 30_000, false),
      project('integration', 1, 45_000, true),
      project('failure', 2, 150_000, true),
      project('browser', 3, 90_000, true),
    ],
  },
});
