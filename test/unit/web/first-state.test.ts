// What a first screen was rendered from comes to the browser as it was, empty places of lists included.

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { queryClient } from '../../../web/src/api/query-client.ts';
import { takeFirstState, writeFirstState } from '../../../web/src/app/first-state.ts';

const facts = { nowMs: 1, viewport: { widthPx: 1, heightPx: 1 }, locale: 'id', positions: [] } as const;

const plain = { noNullPrototype: true };

function carry(data: unknown): unknown {
  queryClient.clear();
  queryClient.setQueryData(['it'], data);
  const text = writeFirstState(facts);
  queryClient.clear();
  takeFirstState(text);
  return queryClient.getQueryData(['it']);
}

describe('the answers of a first screen', () => {
  afterEach(() => queryClient.clear());

  it('come with the places of a list that are not held', () => {
    const rows = fc.array(fc.option(fc.record({ id: fc.string() }, plain), { nil: undefined }));
    fc.assert(
      fc.property(fc.record({ rows, changed: fc.boolean() }, plain), (window) => {
        expect(carry(window)).toStrictEqual(window);
      }),
    );
  });

  it('come as an API gives them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (answer) => {
        expect(carry(answer)).toEqual(JSON.parse(JSON.stringify(answer)));
      }),
    );
  });

  it('are those that came, and no others', () => {
    queryClient.getQueryCache().build(queryClient, { queryKey: ['none'], queryFn: () => 1 });
    expect(JSON.parse(writeFirstState(facts)).answers).toEqual([]);
  });
});
