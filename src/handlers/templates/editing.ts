/** What an editor of templates needs: what there is to edit, sample data, a preview, and what is wrong. */
import type { TemplatePreview, TemplateWords, WordsKind } from '../../contracts/templates.ts';
import { type Allowed, allowedIn, type Fault, faultsIn, requiredBy } from './faults.ts';
import { builtIn } from './registry.ts';
import { fill } from './template.ts';

export interface EditableTemplate {
  readonly kind: WordsKind;
  readonly builtIn: TemplateWords;
  readonly variables: readonly {
    readonly name: string;
    readonly sample: string | number;
    readonly required: boolean;
  }[];
  readonly allowed: Allowed;
}

/** Undefined when there is none of this name. */
export function editableTemplate(name: string): EditableTemplate | undefined {
  const known = builtIn(name);
  if (!known) return undefined;
  const { kind, template, variables, words } = known;
  const allowed: Allowed = { kind, variables, numbers: [], builtIn: words };
  const names = [...allowedIn(allowed)];
  const numbers = names.filter((variable) => typeof sampleOf(template, variable) === 'number');
  const required = requiredBy(allowed, 'id');
  return {
    kind,
    builtIn: words,
    allowed: { ...allowed, numbers },
    variables: names.map((variable) => ({
      name: variable,
      sample: sampleOf(template, variable),
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
  technicians: 12,
  onTimePercent: 92,
  firstTimePercent: 88,
  ratings: 7,
  role: 'supervisor',
  from: 'technician',
  to: 'supervisor',
  packageName: 'Rumah 50 Mbps',
  username: 'siti',
  code: 'C-000123',
  reason: 'administrator',
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

/** Where the same name is another fact. */
const ownSamples: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['registration.', { number: 'R-000123' }],
  ['summary.technicians', { from: '2026-02-23', to: '2026-03-01' }],
];

function sampleOf(name: string, variable: string): string | number {
  const own = ownSamples.find(([start]) => name.startsWith(start))?.[1][variable];
  if (own !== undefined) return own;
  if (variable.endsWith('At')) return '2026-03-02T02:00:00.000Z';
  return samples[variable] ?? `‹${variable}›`;
}
