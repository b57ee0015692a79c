/** What the palette offers, in order: pure. */
import type { LucideIcon } from 'lucide-react';

export interface Entry {
  readonly key: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

export interface Group {
  readonly value: string;
  readonly items: readonly Entry[];
}

/** From so many letters on people and tickets are looked for. */
export const SHORTEST = 2;

/**
 * `found` was looked for already; of the `fixed` ones those that hold the words stay. What somebody types is a ticket
 * or a person, unless a page or a command begins with it: that group is first then.
 */
export function arrangeGroups(
  words: string,
  found: readonly Group[],
  fixed: readonly Group[],
): readonly Group[] {
  const asked = words.toLowerCase();
  const fitting = fixed.map(({ value, items }) => ({
    value,
    items: items.filter(({ label }) => label.toLowerCase().includes(asked)),
  }));
  const begins = ({ items }: Group) =>
    asked !== '' && items.some(({ label }) => label.toLowerCase().startsWith(asked));
  return [
    ...fitting.filter(begins),
    ...(asked.length < SHORTEST ? [] : found),
    ...fitting.filter((group) => !begins(group)),
  ].filter(({ items }) => items.length > 0);
}

/** A number, a code or a name: all parts of what was typed stand in one of them. */
export function holdsWords(words: string, ...texts: readonly (string | null)[]): boolean {
  const parts = words.toLowerCase().split(/\s+/);
  return parts.every((part) => texts.some((text) => text?.toLowerCase().includes(part)));
}
