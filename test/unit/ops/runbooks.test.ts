import { describe, expect, it } from 'vitest';
import { alertNames } from '../../../scripts/observability/rules.ts';
import {
  listRunbooks,
  readRunbook,
  renderRunbook,
  renderRunbookList,
} from '../../../src/ops/pages/runbooks.ts';

describe('runbooks as pages', () => {
  it('there is one for every alert', () => {
    expect(listRunbooks()).toEqual([...alertNames].sort());
  });

  it('nothing outside their folder can be read', () => {
    for (const name of ['../operations', 'Nothing', 'ApiUnavailable.md']) {
      expect(readRunbook(name)).toBeUndefined();
    }
  });

  it.each(alertNames)('%s: headings, steps and what to do, without a trace of Markdown', (alert) => {
    const page = renderRunbook(alert, readRunbook(alert) ?? '');
    expect(page).toContain(`<h1>${alert}: `);
    expect(page).toContain('<h2>What people see</h2>');
    expect(page).toMatch(/<h2>Check<\/h2>\n<ol><li>/);
    expect(page).toMatch(/<h2>Do<\/h2>\n<ul><li>/);
    expect(page.replace(/<code>[^<]*<\/code>/g, '')).not.toMatch(/\]\(|\*\w|`/);
  });

  it('a link to another runbook leads to its page, others stay words', () => {
    const page = renderRunbook('X', 'see [A](A.md) and [the docs](../operations.md#x)');
    expect(page).toContain('<a href="/ops/runbooks/A">A</a> and the docs');
  });

  it('shows what somebody wrote as words', () => {
    expect(renderRunbook('X', '<script>alert(1)</script>')).not.toContain('<script>alert');
    expect(renderRunbookList(['ApiUnavailable'])).toContain('href="/ops/runbooks/ApiUnavailable"');
  });
});
