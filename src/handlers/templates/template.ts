/**
 * What a template is: words in two languages with `{variables}`, for the inbox and for messages to the outside.
 *
 * Variables are plain facts that stand in the row (`variables`). Messages may also use `recipientName` and, with
 * `technicianId` among the variables, `technicianName`: both are read when the message is made and stored nowhere.
 * A variable whose name ends in `At` is an instant and is shown as local time.
 */
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
}

export function template<const V extends string>(
  variables: readonly V[],
  words: { readonly inApp?: InTwo; readonly message?: InTwo },
): Template<V> {
  return { variables, ...words };
}

const PLACEHOLDER = /\{(\w+)\}/g;

/** What is wrong with a template: variables that nobody will give, or that only one of the languages uses. */
export function faultsOf(name: string, { variables, inApp, message }: Template): string[] {
  const lookedUp = ['recipientName', ...(variables.includes('technicianId') ? ['technicianName'] : [])];
  return [
    ...faultsOfWords(`${name} in the inbox`, inApp, variables),
    ...faultsOfWords(`${name} as a message`, message, [...variables, ...lookedUp]),
  ];
}

function faultsOfWords(where: string, words: InTwo | undefined, known: readonly string[]): string[] {
  if (!words) return [];
  const used = { id: placeholders(words.id), en: placeholders(words.en) };
  const faults = [...used.id, ...used.en]
    .filter((variable) => !known.includes(variable))
    .map((variable) => `${where}: nobody gives {${variable}}`);
  for (const variable of new Set([...used.id, ...used.en])) {
    if (used.id.has(variable) !== used.en.has(variable))
      faults.push(`${where}: {${variable}} stands in one language only`);
  }
  return faults;
}

function placeholders(words: Words): Set<string> {
  return new Set(
    [...`${words.subject} ${words.text}`.matchAll(PLACEHOLDER)].map((match) => match[1] as string),
  );
}

/** @throws when a variable has no value: a message with a hole is worse than none */
export function fill(
  words: InTwo,
  locale: Locale,
  values: Readonly<Record<string, unknown>>,
  zone: string,
): Words {
  const replace = (text: string): string =>
    text.replace(PLACEHOLDER, (_, variable: string) => show(variable, values[variable], locale, zone));
  return { subject: replace(words[locale].subject), text: replace(words[locale].text) };
}

const unknownTime: Readonly<Record<Locale, string>> = {
  id: 'waktu yang akan kami kabarkan',
  en: 'a time we will tell you',
};

function show(variable: string, value: unknown, locale: Locale, zone: string): string {
  if (variable.endsWith('At')) {
    if (value === null) return unknownTime[locale];
    if (typeof value === 'string') return localTime(value, locale, zone);
  }
  if (value === null) return '–';
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new Error(`The template's variable {${variable}} has no value`);
  return String(value);
}

function localTime(instant: string, locale: Locale, zone: string): string {
  return new Intl.DateTimeFormat(locale === 'id' ? 'id-ID' : 'en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: zone,
  }).format(new Date(instant));
}
