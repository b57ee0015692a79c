/** Every template by name, and the types of what each needs. */
import type { WordsKind } from '../../contracts/templates.ts';
import { accountTemplates } from './account.ts';
import { codeTemplates } from './code.ts';
import { customerTemplates } from './customer.ts';
import { digestTemplates } from './digest.ts';
import { incidentTemplates } from './incident.ts';
import { pushTemplates } from './push.ts';
import { registrationTemplates } from './registration.ts';
import { replyTemplates } from './reply.ts';
import { summaryTemplates } from './summary.ts';
import type { InTwo, Template, Value } from './template.ts';
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

/** Words are edited under this name: a message under the template's own. */
export function wordsName(kind: WordsKind, template: string): string {
  return kind === 'notice' ? `${NOTICE}${template}` : template;
}

const NOTICE = 'notice.';

export interface BuiltIn {
  readonly kind: WordsKind;
  readonly template: string;
  readonly variables: readonly string[];
  readonly words: InTwo;
}

/** What a release brings along, by the name under which it is edited. */
export function builtIn(name: string): BuiltIn | undefined {
  const kind = name.startsWith(NOTICE) ? 'notice' : 'message';
  const template = kind === 'notice' ? name.slice(NOTICE.length) : name;
  if (!Object.hasOwn(templates, template)) return undefined;
  const known: Template = templates[template as TemplateName];
  const words = known[kind];
  return words && { kind, template, variables: known.variables, words };
}

/** Those of notices last. */
export const builtInNames: readonly string[] = (['message', 'notice'] as const).flatMap((kind) =>
  Object.entries<Template>(templates)
    .filter(([, known]) => known[kind] !== undefined)
    .map(([template]) => wordsName(kind, template))
    .sort(),
);
