/** What an editor of templates needs: what there is to edit, sample data, a preview, and what is wrong. */
import type { TemplatePreview, TemplateWords } from '../../contracts/templates.ts';
import { type Allowed, type Fault, faultsIn, requiredBy } from './faults.ts';
import { templates } from './registry.ts';
import { fill, lookedUpBy, type Template } from './template.ts';

/** Those with words for messages; the inbox has its words in the portal. */
export const editableTemplates: readonly string[] = Object.entries<Template>(templates)
  .filter(([, { message }]) => message !== undefined)
  .map(([name]) => name)
  .sort();

export interface EditableTemplate {
  readonly builtIn: TemplateWords;
  readonly variables: readonly {
    readonly name: string;
    readonly sample: string | number;
    readonly required: boolean;
  }[];
  readonly allowed: Allowed;
}

/** Undefined when there is none of this name, or it has no message. */
export function editableTemplate(name: string): EditableTemplate | undefined {
  const known = Object.hasOwn(templates, name)
    ? (templates as Readonly<Record<string, Template>>)[name]
    : undefined;
  if (!known?.message) return undefined;
  const names = [...known.variables, ...lookedUpBy(known.variables)].filter(
    (variable) => variable !== 'sealed',
  );
  const allowed: Allowed = {
    variables: known.variables,
    numbers: names.filter((variable) => typeof sampleOf(name, variable) === 'number'),
    builtIn: known.message,
  };
  const required = requiredBy(allowed, 'id');
  return {
    builtIn: known.message,
    allowed,
    variables: names.map((variable) => ({
      name: variable,
      sample: sampleOf(name, variable),
      required: required.includes(variable),
    })),
  };
}

/** Both languages with sample data; a language with a fault is not shown. */
export function previewOf(template: EditableTemplate, words: TemplateWords, zone: string): TemplatePreview {
  const faults: Fault[] = faultsIn(words, template.allowed);
  const values = Object.fromEntries(template.variables.map(({ name, sample }) => [name, sample]));
  const shown = (locale: 'id' | 'en') => {
    // Words that only leave something out can be looked at all the same.
    const broken = faults.some(
      ({ path, message }) => path.startsWith(locale) && !message.endsWith('missing'),
    );
    return broken ? null : fill(words, locale, values, zone);
  };
  return { id: shown('id'), en: shown('en'), faults };
}

const samples: Readonly<Record<string, string | number>> = {
  recipientName: 'Siti Rahayu',
  technicianName: 'Joko Wibowo',
  number: 'T-000123',
  intoNumber: 'T-000101',
  duplicateNumber: 'T-000124',
  title: 'Internet mati sejak pagi',
  zone: 'depok',
  priority: 'high',
  host: 'hooks.example.com',
  subject: 'smtp',
  message: 'Halo',
  count: 4,
  rating: 5,
  ageSeconds: 90,
  open: 12,
  assigned: 8,
  inProgress: 5,
  onHold: 2,
  overdue: 1,
  completed: 9,
  digestPeriod: 'hourly',
  secret: '123456',
  items: '- [T-000123] Laporan Anda kami terima\n- [T-000101] Teknisi ditugaskan',
};

/** Of registrations the number is another one. */
const ownSamples: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['registration.', { number: 'R-000123' }],
];

function sampleOf(name: string, variable: string): string | number {
  const own = ownSamples.find(([start]) => name.startsWith(start))?.[1][variable];
  if (own !== undefined) return own;
  if (variable.endsWith('At')) return '2026-03-02T02:00:00.000Z';
  return samples[variable] ?? `‹${variable}›`;
}
