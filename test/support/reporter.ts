// Prints the outcome alone on a line, what failed by name before it, and every skipped test with its reason.
// Where TEST_FAILURES names a file, what failed is written there for whoever runs it again (test/run.mjs).

import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

export default class Outcome implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    // A file that could not be loaded, or an error outside any test, is a failure too.
    let failed = errors.length;
    const skipped: string[] = [];
    const failures: { file: string; test: string }[] = [];
    for (const module of modules) {
      let inTests = 0;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'failed') {
          failed += 1;
          inTests += 1;
          failures.push({ file: module.relativeModuleId, test: test.fullName });
        } else if (result.state === 'skipped') {
          skipped.push(`${module.relativeModuleId}: ${test.fullName}: ${result.note ?? 'no reason given'}`);
        } else failed += 1;
      }
      if (inTests === 0 && module.state() === 'failed') {
        failed += 1;
        failures.push({ file: module.relativeModuleId, test: 'the file itself' });
      }
    }
    // Of an error outside any test its file is known, as a rule; thousands of one kind are one.
    const outside = new Map<string | null, number>();
    for (const error of errors) {
      const file = fileOf(error);
      outside.set(file, (outside.get(file) ?? 0) + 1);
    }
    for (const [file, count] of outside) {
      failures.push({ file: file ?? 'unknown', test: `${count} errors outside any test` });
    }
    for (const line of skipped) console.log(`skipped ${line}`);
    // Last of all, since of a long log the end is what is read.
    for (const { file, test } of failures) console.log(`failed ${file}: ${test}`);
    // What belongs to no file cannot be tried again by itself.
    const { TEST_FAILURES: to } = process.env;
    if (to) writeFileSync(to, JSON.stringify(outside.has(null) ? null : failures));
    console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  }
}

/** Vitest 4 puts the path of the file that ran into an error it caught outside any test. */
function fileOf(error: unknown): string | null {
  const path = (error as { VITEST_TEST_PATH?: unknown } | null)?.VITEST_TEST_PATH;
  return typeof path === 'string' ? relative(process.cwd(), path) : null;
}
