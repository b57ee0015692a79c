/** What erasing an actor that is a person shares: the refusal while there is work, and what comes after it. */
import type { Decision, Rejection } from '../engine/actor-types.ts';
import { refuse } from './event.ts';

/** `open`: numbers of what still needs to know who it is, as they stood when it was asked. */
export interface Erase {
  readonly type: 'erase';
  readonly open: readonly string[];
}

export function refuseOpen({ open }: Erase): Rejection | undefined {
  if (open.length === 0) return undefined;
  const more = open.length > 10 ? ` and ${open.length - 10} more` : '';
  return refuse('not_possible', `Still open: ${open.slice(0, 10).join(', ')}${more}.`);
}

/** Nothing more can be done to somebody who is not there; to erase them again changes nothing. */
export function afterErasure(what: string, command: { readonly type: string }): Decision {
  return command.type === 'erase' ? { events: [] } : refuse('wrong_state', `The ${what} was erased.`, []);
}
