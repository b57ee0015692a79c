import { describe, expect, it } from 'vitest';
import { zoneName } from '../../src/contracts/zone-name.ts';
import { wordsAsPublished } from '../../src/handlers/templates/published.ts';

describe('a zone', () => {
  it.each([
    ['jakarta-pusat', 'Jakarta Pusat'],
    ['depok', 'Depok'],
    ['zone-3b', 'Zone 3b'],
    ['', ''],
  ])('%s is read as %s', (code, name) => expect(zoneName(code)).toBe(name));

  it('is called by its name in messages', () => {
    const params = { number: 'T-1', title: 'Mati', zone: 'jakarta-pusat', priority: 'high' };
    const words = wordsAsPublished(new Map(), 'message', 'ticket.created', params, 'id', 'Asia/Jakarta');
    expect(JSON.stringify(words)).toContain('Jakarta Pusat');
    expect(JSON.stringify(words)).not.toContain('jakarta-pusat');
  });
});
