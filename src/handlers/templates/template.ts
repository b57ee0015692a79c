/**
 * What a template is: words in two languages with ICU variables (`{number}`, `{count, plural, …}`), for the inbox and
 * for messages to the outside.
 *
 * Variables are plain facts that stand in the row (`variables`). Messages may also use `recipientName`, with
 * `technicianId` among the variables `technicianName`, and in a digest (`digestPeriod`) its `items`: they are read when
 * the message is made and stored nowhere. With `sealed` among the variables there is `secret`: opened when the message
 * is made, in clear nowhere else. A variable whose name ends in `At` is an instant and is shown as local time.
 */

import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import { LRUCache } from 'lru-cache';
import { zoneName } from '../../contracts/zone-name.ts';

export type Locale = 'id' | 'en';
export type Value = string | number | null;

export interface Words {
  /** Title in the inbox, subject of an e-mail. */
  readonly subject: string;
  readonly text: string;
}

export type InTwo = Readonly<Record<Locale, Words>>;

export interface Template<V extends string = string> {
  readonly variables: readonly V[];
  readonly inApp?: InTwo;
  readonly message?: InTwo;
  /** Shown by the browser, where that is not what the inbox says. */
  readonly push?: InTwo;
}

export function template<const V extends string>(
  variables: readonly V[],
  words: Pick<Template, 'inApp' | 'message' | 'push'>,
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
    const shown = variables.map((variable) => [variable, show(variable, values[variable], locale, zone)]);
    return String(format.format(Object.fromEntries(shown)));
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
  const made = {
    format: new IntlMessageFormat(elements, locale === 'id' ? 'id-ID' : 'en-GB'),
    variables: [...variablesIn(elements)],
  };
  cache.set(key, made);
  return made;
}

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
  if (variable === 'zone' && typeof value === 'string') return zoneName(value);
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new Error(`The template's variable {${variable}} has no value`);
  return value;
}

function localTime(instant: string, locale: Locale, zone: string): string {
  return new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: zone,
  }).format(new Date(instant));
}
