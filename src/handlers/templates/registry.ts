/** Every template by name, and the types of what each needs. */
import { accountTemplates } from './account.ts';
import { codeTemplates } from './code.ts';
import { customerTemplates } from './customer.ts';
import { digestTemplates } from './digest.ts';
import { incidentTemplates } from './incident.ts';
import { pushTemplates } from './push.ts';
import { registrationTemplates } from './registration.ts';
import { replyTemplates } from './reply.ts';
import { summaryTemplates } from './summary.ts';
import { fill, type InTwo, type Locale, type Template, type Value, type Words } from './template.ts';
import { ticketTemplates } from './ticket.ts';
import { ticketSlaTemplates } from './ticket-sla.ts';
import { webhookTemplates } from './webhook.ts';

export const templates = {
  ...ticketTemplates,
  ...ticketSlaTemplates,
  ...accountTemplates,
  ...customerTemplates,
  ...summaryTemplates,
  ...incidentTemplates,
  ...webhookTemplates,
  ...replyTemplates,
  ...digestTemplates,
  ...codeTemplates,
  ...registrationTemplates,
  ...pushTemplates,
};

export type TemplateName = keyof typeof templates;
export type ParamsOf<T extends TemplateName> =
  (typeof templates)[T] extends Template<infer V> ? Readonly<Record<V, Value>> : never;

function wordsOf(name: string, where: 'inApp' | 'message' | 'push'): InTwo {
  const known = Object.hasOwn(templates, name) ? (templates[name as TemplateName] as Template) : undefined;
  const words = known?.[where] ?? (where === 'push' ? known?.inApp : undefined);
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

/** What a browser shows: the words of the inbox, as a rule. */
export function pushWords(
  name: string,
  params: Readonly<Record<string, unknown>>,
  locale: Locale,
  zone: string,
): Words {
  return fill(wordsOf(name, 'push'), locale, params, zone);
}

export function messageWords(
  name: string,
  params: Readonly<Record<string, unknown>>,
  locale: Locale,
  zone: string,
): Words {
  return fill(wordsOf(name, 'message'), locale, params, zone);
}
