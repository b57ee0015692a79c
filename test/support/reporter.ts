// Prints the outcome alone on a line, and every skipped test with its reason.
// Where TEST_FAILURES names a file, what failed is written there for whoever runs it again (test/run.mjs).

import { writeFileSync } from 'node:fs';
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
    for (const line of skipped) console.log(`skipped ${line}`);
    // An error that belongs to no test cannot be tried again by itself.
    const { TEST_FAILURES: to } = process.env;
    if (to) writeFileSync(to, JSON.stringify(errors.length === 0 ? failures : null));
    console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  }
}
