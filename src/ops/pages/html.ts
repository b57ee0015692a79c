// HTML as values: everything put into a template is escaped unless it is HTML itself.

const made = Symbol('html');

export type Html = { readonly [made]: true; toString(): string };
export type Content = Html | string | number | false | null | undefined | readonly Content[];

/** Tag for templates. Strings are escaped, `false`, `null` and `undefined` vanish, lists are joined. */
export function html(parts: TemplateStringsArray, ...contents: Content[]): Html {
  const text = parts.reduce((whole, part, index) => whole + textOf(contents[index - 1]) + part);
  return { [made]: true, toString: () => text };
}

function textOf(content: Content): string {
  if (content === undefined || content === null || content === false) return '';
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  if (isList(content)) return content.map(textOf).join('');
  return content.toString();
}

function isList(content: Content): content is readonly Content[] {
  return Array.isArray(content);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
