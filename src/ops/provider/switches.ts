// The switches of the local provider: how it misbehaves, as pure functions.

import type { ChannelSwitches, Switches, SwitchesChange } from './messages.ts';

const well: ChannelSwitches = { slowMs: 0, down: false, drop: false, twice: false, reject: '' };

export const allWell: Switches = { email: well, whatsapp: well, push: well };

export function changeSwitches(current: Switches, change: SwitchesChange): Switches {
  return {
    email: merge(current.email, change.email),
    whatsapp: merge(current.whatsapp, change.whatsapp),
    push: merge(current.push, change.push),
  };
}

type Partially<T> = { [Key in keyof T]?: T[Key] | undefined };

function merge(current: ChannelSwitches, change: Partially<ChannelSwitches> = {}): ChannelSwitches {
  return {
    slowMs: change.slowMs ?? current.slowMs,
    down: change.down ?? current.down,
    drop: change.drop ?? current.drop,
    twice: change.twice ?? current.twice,
    reject: change.reject ?? current.reject,
  };
}

/**
 * Whether the recipient is one to refuse. `*` stands for any run of characters, letters compare without case.
 * Greedy from left to right, so the cost stays linear in the pattern whatever is typed into it.
 */
export function refuses(pattern: string, recipient: string): boolean {
  if (pattern === '') return false;
  const parts = pattern.toLowerCase().split('*');
  const name = recipient.toLowerCase();
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return name === first;
  if (name.length < first.length + last.length) return false;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  const end = name.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}

/** The words for what is switched on, for page and log; empty when the channel is well. */
export function describeSwitches(channel: ChannelSwitches): string[] {
  return [
    channel.down ? 'down' : '',
    channel.drop ? 'dropping answers' : '',
    channel.twice ? 'answering twice' : '',
    channel.slowMs > 0 ? `slow by ${channel.slowMs} ms` : '',
    channel.reject === '' ? '' : `refusing ${channel.reject}`,
  ].filter((word) => word !== '');
}
