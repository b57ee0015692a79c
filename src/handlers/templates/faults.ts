/** What is wrong with the words of a template: found when they are saved, so that no message fails for it later. */
import { type MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';
import type { WordsKind } from '../../contracts/templates.ts';
import {
  type InTwo,
  type Locale,
  lookedUpBy,
  parseWords,
  variablesIn,
  type Words,
  walk,
} from './template.ts';

export interface Fault {
  /** `id.text`. */
  readonly path: string;
  readonly message: string;
}

export interface Allowed {
  readonly kind: WordsKind;
  /** Variables that somebody gives. */
  readonly variables: readonly string[];
  /** Those that hold numbers, which alone can be counted. */
  readonly numbers: readonly string[];
  /** The built-in words: what they say of the facts must be said. */
  readonly builtIn: InTwo;
}

const locales = ['id', 'en'] as const satisfies readonly Locale[];
const fields = ['subject', 'text'] as const satisfies readonly (keyof Words)[];

/** What words may name: facts, and in a message what is read when it is made. */
export function allowedIn({ kind, variables }: Pick<Allowed, 'kind' | 'variables'>): Set<string> {
  const known = new Set([...variables, ...(kind === 'message' ? lookedUpBy(variables) : [])]);
  // What is sealed is shown as `secret`; whoever is named by an id alone is looked up.
  known.delete('sealed');
  known.delete('technicianId');
  return known;
}

/** Empty when they can be published. */
export function faultsIn(words: InTwo, allowed: Allowed): Fault[] {
  const known = allowedIn(allowed);
  const faults: Fault[] = [];
  for (const locale of locales) {
    const used = new Set<string>();
    let broken = false;
    for (const field of fields) {
      const path = `${locale}.${field}`;
      const elements = parsed(words[locale][field]);
      if (!elements) {
        broken = true;
        faults.push({ path, message: 'is not well-formed: look at the braces' });
        continue;
      }
      for (const variable of variablesIn(elements)) used.add(variable);
      faults.push(...faultsOf(elements, known, allowed).map((message) => ({ path, message })));
    }
    if (broken) continue;
    for (const variable of requiredBy(allowed, locale))
      if (!used.has(variable)) faults.push({ path: `${locale}.text`, message: `{${variable}} is missing` });
  }
  return faults;
}

/** Names may be left out; the facts of the built-in words may not. */
export function requiredBy({ variables, builtIn }: Allowed, locale: Locale): string[] {
  const used = new Set(fields.flatMap((field) => [...variablesIn(parseWords(builtIn[locale][field]))]));
  const facts = [...used].filter((variable) => variables.includes(variable));
  return [...facts, ...['items', 'secret'].filter((variable) => used.has(variable))];
}

function parsed(text: string): MessageFormatElement[] | undefined {
  try {
    return parseWords(text);
  } catch {
    return undefined;
  }
}

function faultsOf(
  elements: readonly MessageFormatElement[],
  known: ReadonlySet<string>,
  { numbers }: Allowed,
): string[] {
  const faults = new Set<string>();
  for (const element of walk(elements)) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    if (!known.has(element.value)) faults.add(`nobody gives {${element.value}}`);
    else if (element.type === TYPE.date || element.type === TYPE.time)
      faults.add(`{${element.value}} is shown as it is: no date or time format`);
    else if (
      (element.type === TYPE.plural || element.type === TYPE.number) &&
      !numbers.includes(element.value)
    )
      faults.add(`{${element.value}} is no number`);
  }
  return [...faults];
}
