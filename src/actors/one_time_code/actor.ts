/**
 * The one-time codes of one phone for one purpose, one at a time. The id is a mark of both: the same phone meets the
 * same actor, and nobody reads the phone from it.
 *
 *   none or any → issued → spent;  issued → missed (up to five times)
 *
 * - O1 A code is good for five minutes, five wrong guesses and one right one; a new one makes the one before it void.
 * - O2 A wrong guess is an event, so it counts whatever else is refused; guesses at the same time are counted one by
 *   one, under the lock of the row.
 * - O3 Code and phone are in no event: the mark of the code and the phone are personal, and go when it is spent. Of an
 *   earlier code nothing is kept either.
 */
import { type CodePurpose, codeLimits } from '../../contracts/codes.ts';
import { eventVersion } from '../../contracts/events.ts';
import type {
  ActorDefinition,
  ActorState,
  DecideContext,
  Decision,
  EvolveMeta,
  NewEvent,
} from '../../engine/actor-types.ts';
import { dataOf, event, refuse, unknownEvent } from '../event.ts';
import type { OneTimeCodeCommand } from './commands.ts';

export interface OneTimeCodeState extends ActorState {
  readonly purpose: CodePurpose;
  /** Null when there is nothing to send any more. */
  readonly phone: string | null;
  readonly locale: 'id' | 'en';
  /** Null when no code is good. */
  readonly hash: string | null;
  readonly tries: number;
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly spentAt: string | null;
}

export const oneTimeCode: ActorDefinition<OneTimeCodeState, OneTimeCodeCommand> = {
  kind: 'one_time_code',
  table: 'one_time_codes',
  columns: [
    'id',
    'seq',
    'version',
    'purpose',
    'phone',
    'locale',
    'hash',
    'tries',
    'issuedAt',
    'expiresAt',
    'spentAt',
  ],
  instants: ['issuedAt', 'expiresAt', 'spentAt'],
  decide,
  evolve,
  raisesVersion: () => true,
  /** Nobody hears of it. */
  audience: () => [],
  eventVersion,
  forgets: true,
};

/** Whoever gets a code reads what it is for, so that nobody has it passed on to them for another. */
const templates: Readonly<Record<CodePurpose, string>> = {
  registration_submit: 'code.registration',
  registration_track: 'code.registration',
  customer_phone: 'code.phone',
};

function decide(
  state: OneTimeCodeState | undefined,
  command: OneTimeCodeCommand,
  context: DecideContext,
): Decision {
  return command.type === 'issue' ? issue(state, command, context) : redeem(state, command, context);
}

function issue(
  state: OneTimeCodeState | undefined,
  command: Extract<OneTimeCodeCommand, { type: 'issue' }>,
  { id, now }: DecideContext,
): Decision {
  if (state && Date.parse(now) < Date.parse(state.issuedAt) + codeLimits.pauseMs) {
    return refuse('rate_limited', 'A code was sent less than a minute ago.');
  }
  const { purpose, phone, locale, hash, deliveryId, sealed } = command;
  const expiresAt = new Date(Date.parse(now) + codeLimits.lifeMs).toISOString();
  const actor = { kind: 'one_time_code', id };
  return {
    events: [event('one_time_code.issued', { purpose, expiresAt }, { phone, locale, hash })],
    effects: [
      {
        effect: 'delivery',
        id: deliveryId,
        channel: 'whatsapp',
        recipient: actor,
        template: templates[purpose],
        params: { expiresAt, sealed: 'code' },
        sealed,
        entity: actor,
        maxAttempts: 5,
        priority: 1,
      },
    ],
  };
}

/** One answer to whatever is wrong with it: nobody learns whether a code was ever asked for. */
function redeem(
  state: OneTimeCodeState | undefined,
  { hash, then }: Extract<OneTimeCodeCommand, { type: 'redeem' }>,
  { now }: DecideContext,
): Decision {
  if (!state || state.hash === null || state.expiresAt <= now || state.tries >= codeLimits.tries) {
    return refuse('wrong_code');
  }
  const { purpose } = state;
  if (hash !== state.hash) {
    return { events: [event('one_time_code.missed', { purpose, tries: state.tries + 1 })] };
  }
  return {
    events: [event('one_time_code.spent', { purpose })],
    effects: then ? [{ effect: 'command', ...then }] : [],
  };
}

function evolve(
  state: OneTimeCodeState | undefined,
  from: NewEvent,
  { id, at }: EvolveMeta,
): OneTimeCodeState {
  if (from.type === 'one_time_code.issued') {
    const { purpose, expiresAt } = dataOf('one_time_code.issued', from);
    const personal = from.personal as Pick<OneTimeCodeState, 'phone' | 'locale' | 'hash'>;
    return { id, seq: 0, version: 0, purpose, ...personal, tries: 0, issuedAt: at, expiresAt, spentAt: null };
  }
  if (!state) throw new Error(`${from.type} came to a code that was never issued`);
  switch (from.type) {
    case 'one_time_code.missed':
      return { ...state, tries: dataOf('one_time_code.missed', from).tries };
    case 'one_time_code.spent':
      return { ...state, hash: null, phone: null, spentAt: at };
    default:
      return unknownEvent('one_time_code', from.type);
  }
}
