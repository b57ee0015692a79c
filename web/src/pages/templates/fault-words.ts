/** What is wrong with words, in the person's language; the API says it in English. */
import { type MessageId, useText } from '../../i18n/text.ts';

const known: readonly (readonly [RegExp, MessageId])[] = [
  [/^nobody gives (\{\w+\})$/, 'templates.fault.unknown'],
  [/^(\{\w+\}) is missing$/, 'templates.fault.missing'],
  [/^is not well-formed/, 'templates.fault.broken'],
  [/^(\{\w+\}) is shown as it is/, 'templates.fault.format'],
  [/^(\{\w+\}) is no number$/, 'templates.fault.number'],
];

export function useFaultWords(): (message: string) => string {
  const text = useText();
  return (message) => {
    for (const [pattern, id] of known) {
      const match = pattern.exec(message);
      if (match) return text(id, { variable: match[1] ?? '' });
    }
    return message;
  };
}
