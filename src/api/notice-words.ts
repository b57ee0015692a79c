/** Notices as their reader sees them: with the words that are in use now, in one language. */
import type { Row } from '../engine/effects.ts';
import type { Locale, Words } from '../handlers/templates/template.ts';
import type { Api } from './api.ts';
import { about } from './delivery-view.ts';
import { instant } from './reads.ts';

export async function noticeViews(api: Api, rows: readonly Row[], locale: Locale) {
  // The parser of messages is memory of a process that shows some.
  const { readPublished, wordsAsPublished } = await import('../handlers/templates/published.ts');
  const templates = rows.map(({ template }) => String(template));
  const published = await readPublished(api.pool, 'notice', templates);
  const wordsOf = ({ id, template, params }: Row): Words | null => {
    const facts = params as Readonly<Record<string, unknown>>;
    try {
      const { subject, text } = wordsAsPublished(
        published,
        'notice',
        String(template),
        facts,
        locale,
        api.timeZone,
      );
      return { subject, text };
    } catch (error) {
      // Of another release: the page says that much, and shows all the others.
      api.logger.warn({ err: error, notice: id, template }, 'A notice has no words');
      return null;
    }
  };
  return rows.map((row) => ({ ...noticeView(row), words: wordsOf(row) }));
}

function noticeView(row: Row) {
  return {
    id: row.id,
    template: row.template,
    params: row.params,
    ...about(row),
    createdAt: instant(row.created_at),
    seenAt: instant(row.seen_at),
    readAt: instant(row.read_at),
    archivedAt: instant(row.archived_at),
    seq: row.seq,
  };
}
