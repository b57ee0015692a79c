/**
 * What a template is: words in two languages with ICU variables (`{number}`, `{count, plural, …}`), as a notice (for
 * the inbox and the browser) and as a message to the outside.
 *
 * Variables are plain facts that stand in the row (`variables`). Messages may also use `recipientName`, with
 * `technicianId` among the variables `technicianName`, and in a digest (`digestPeriod`) its `items`: they are read when
 * the message is made and stored nowhere. With `sealed` among the variables there is `secret`: opened when the message
 * is made, in clear nowhere else. A variable whose name ends in `At` is an instant and is shown as local time; zones,
 * priorities and roles are shown by their names. What `select` chooses by is the fact itself, `none` where there is none.
 */

import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import { LRUCache } from 'lru-cache';
import type { WordsKind } from '../../contracts/templates.ts';
import { zoneName } from '../../contracts/zone-name.ts';
import { priorityNames, roleNames } from './names.ts';

export type Locale = 'id' | 'en';
export type Value = string | number | null;

export interface Words {
  /** Title of a notice, subject of an e-mail. */
  readonly subject: string;
  readonly text: string;
}

export type InTwo = Readonly<Record<Locale, Words>>;

export interface Template<V extends string = string> {
  readonly variables: readonly V[];
  readonly notice?: InTwo;
  readonly message?: InTwo;
}

export function template<const V extends string>(
  variables: readonly V[],
  words: Pick<Template, WordsKind>,
): Template<V> {
  return { variables, ...words };
}

/** What a message may use besides: read when it is made. */
export function lookedUpBy(variables: readonly string[]): string[] {
  return [
    'recipientName',
    ...(variables.includes('technicianId') ? ['technicianName'] : []),
    ...(variables.includes('digestPeriod') ? ['items'] : []),
    ...(variables.includes('sealed') ? ['secret'] : []),
  ];
}

/** @throws when a variable has no value: a message with a hole is worse than none */
export function fill(
  words: InTwo,
  locale: Locale,
  values: Readonly<Record<string, unknown>>,
  zone: string,
): Words {
  const replace = (text: string): string => {
    const { format, variables } = compiled(text, locale);
    const shown = Object.fromEntries(
      variables.flatMap((variable) => [
        [variable, show(variable, values[variable], locale, zone)],
        [choiceBy(variable), values[variable] ?? 'none'],
      ]),
    );
    return String(format.format(shown));
  };
  return { subject: replace(words[locale].subject), text: replace(words[locale].text) };
}

interface Compiled {
  readonly format: IntlMessageFormat;
  readonly variables: readonly string[];
}

/** Few texts are used again and again. */
const cache = new LRUCache<string, Compiled>({ max: 500 });

function compiled(text: string, locale: Locale): Compiled {
  const key = `${locale} ${text}`;
  const known = cache.get(key);
  if (known) return known;
  const elements = parseWords(text);
  const variables = [...variablesIn(elements)];
  for (const element of walk(elements))
    if (element.type === TYPE.select) element.value = choiceBy(element.value);
  const made = {
    format: new IntlMessageFormat(elements, locale === 'id' ? 'id-ID' : 'en-GB'),
    variables,
  };
  cache.set(key, made);
  return made;
}

/** Under this name a fact is given as it is; no name in words can be like it. */
const choiceBy = (variable: string) => `${variable} as it is`;

/** @throws SyntaxError when the braces are not well-formed; what looks like HTML is text like any other */
export function parseWords(text: string): MessageFormatElement[] {
  return parse(text, { ignoreTag: true });
}

export function variablesIn(elements: readonly MessageFormatElement[]): Set<string> {
  const found = new Set<string>();
  for (const element of walk(elements)) {
    if (element.type !== TYPE.literal && element.type !== TYPE.pound) found.add(element.value);
  }
  return found;
}

/** Each element, those inside of choices, too. */
export function* walk(elements: readonly MessageFormatElement[]): Generator<MessageFormatElement> {
  for (const element of elements) {
    yield element;
    if (element.type === TYPE.select || element.type === TYPE.plural)
      for (const option of Object.values(element.options)) yield* walk(option.value);
  }
}

const unknownTime: Readonly<Record<Locale, string>> = {
  id: 'waktu yang akan kami kabarkan',
  en: 'a time we will tell you',
};

function show(variable: string, value: unknown, locale: Locale, zone: string): string | number {
  if (variable.endsWith('At')) {
    if (value === null) return unknownTime[locale];
    if (typeof value === 'string') return localTime(value, locale, zone);
  }
  if (value === null) return '–';
  const name = typeof value === 'string' ? nameOf(variable, value, locale) : undefined;
  if (name !== undefined) return name;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new Error(`The template's variable {${variable}} has no value`);
  return value;
}

function nameOf(variable: string, value: string, locale: Locale): string | undefined {
  switch (variable) {
    case 'zone':
      return zoneName(value);
    case 'priority':
      return priorityNames[locale].get(value);
    case 'role':
    case 'from':
    case 'to':
      return roleNames[locale].get(value);
    default:
      return undefined;
  }
}

function localTime(instant: string, locale: Locale, zone: string): string {
  const key = `${locale} ${zone}`;
  const format = timeFormats.get(key) ?? timeFormat(locale, zone);
  timeFormats.set(key, format);
  return format.format(new Date(instant));
}

/** Two languages, one zone; each takes longer to make than a hundred times to write. */
const timeFormats = new Map<string, Intl.DateTimeFormat>();

function timeFormat(locale: Locale, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone,
  });
}
