// Prints the outcome alone on a line, and every skipped test with its reason.

import type { Reporter, TestModule } from 'vitest/node';

export default class Outcome implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    // A file that could not be loaded, or an error outside any test, is a failure too.
    let failed = errors.length;
    const skipped: string[] = [];
    for (const module of modules) {
      let inTests = 0;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'failed') {
          failed += 1;
          inTests += 1;
        } else if (result.state === 'skipped') {
          skipped.push(`${module.relativeModuleId}: ${test.fullName}: ${result.note ?? 'no reason given'}`);
        } else failed += 1;
      }
      if (inTests === 0 && module.state() === 'failed') failed += 1;
    }
    for (const line of skipped) console.log(`skipped ${line}`);
    console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  }
}
