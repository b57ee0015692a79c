/** Every template by name, and the types of what each needs. */
import { accountTemplates } from './account.ts';

import { summaryTemplates } from './summary.ts';
import { fill, type InTwo, type Locale, type Template, type Value, type Words } from './template.ts';
import { ticketTemplates } from './ticket.ts';

export const templates = { ...ticketTemplates, ...accountTemplates, ...summaryTemplates };

export type TemplateName = keyof typeof templates;
export type ParamsOf<T extends TemplateName> =
  (typeof templates)[T] extends Template<infer V> ? Readonly<Record<V, Value>> : never;

function wordsOf(name: string, where: 'inApp' | 'message'): InTwo {
  const words = Object.hasOwn(templates, name)
    ? (templates[name as TemplateName] as Template)[where]
    : undefined;
  if (!words) throw new Error(`There is no template ${JSON.stringify(name)} (${where})`);
  return words;
}

export function inAppWords(
  name: string,
  params: Readonly<Record<string, unknown>>,
  locale: Locale,
  zone: string,
): Words {
  return fill(wordsOf(name, 'inApp'), locale, params, zone);
}

export function messageWords(
  name: string,
  params: Readonly<Record<string, unknown>>,
  locale: Locale,
  zone: string,
): Words {
  return fill(wordsOf(name, 'message'), locale, params, zone);
}
