/**
 * One-time codes as routes use them: a code is drawn, marked and sealed here, and leaves this function only as mark
 * and seal. What is given is marked in the same way and compared by the actor.
 */
import type { OneTimeCodeState } from '../actors/one_time_code/actor.ts';
import type { OneTimeCodeCommand } from '../actors/one_time_code/commands.ts';
import { type CodePurpose, codeLimits } from '../contracts/codes.ts';
import type { ErrorCode } from '../contracts/generic/errors.ts';
import type { ActorRef, ActorState, Command } from '../engine/actor-types.ts';
import type { Answer } from '../engine/command.ts';
import { CommandRejected } from '../engine/decide.ts';
import type { Secrets } from '../engine/secrets.ts';
import { currentTraceparent } from '../engine/telemetry/spans.ts';
import type { Api } from './api.ts';
import { item, requestBy, runCommands } from './commands.ts';
import { ApiProblem } from './problem.ts';
import type { AnyCall, Reply } from './route.ts';
import { uniqueOr } from './unique.ts';

/** Whose code it is: the phone itself, or what its holder knows of it. */
export interface CodeSubject {
  readonly purpose: CodePurpose;
  readonly subject: string;
}

type CodeApi = Pick<Api, 'commands' | 'secrets' | 'newId' | 'randomBytes'>;

const DRAWN_BYTES = 6;
const BY = { kind: 'system', id: 'one-time-codes' } as const;
const MISSED: Answer = { status: 422, headers: {}, body: null, passing: true };

/** @throws ApiProblem rate_limited when one was sent less than a minute ago, unavailable without a key */
export async function issueCode(
  api: CodeApi,
  of: CodeSubject,
  to: { readonly phone: string; readonly locale: 'id' | 'en' },
): Promise<void> {
  const secrets = requireSecrets(api);
  const actor = actorOf(secrets, of);
  const code = drawCode(api);
  const deliveryId = api.newId();
  const command: OneTimeCodeCommand = {
    type: 'issue',
    purpose: of.purpose,
    ...to,
    hash: markOf(secrets, actor, code),
    deliveryId,
    sealed: secrets.seal(code, deliveryId),
  };
  const tooSoon = new ApiProblem('rate_limited', {
    headers: { 'Retry-After': String(codeLimits.pauseMs / 1_000) },
  });
  // Two at the same moment for a phone that had none: the first one holds.
  await uniqueOr(tooSoon, ['one_time_codes_pkey', 'events_actor_kind_actor_id_seq_key'], () =>
    run(api, actor, command).catch(insteadOf('rate_limited', tooSoon)),
  );
}

/**
 * Spends the code, and does in the same commit what it allows; when that is refused the code stays good.
 * @throws ApiProblem wrong_code
 */
export async function redeemCode(
  api: CodeApi,
  of: CodeSubject,
  code: string,
  then?: { readonly actor: ActorRef; readonly command: Command },
): Promise<void> {
  const secrets = requireSecrets(api);
  const actor = actorOf(secrets, of);
  const hash = markOf(secrets, actor, code);
  const wrong = new ApiProblem('wrong_code');
  const { spentAt } = await run(api, actor, { type: 'redeem', hash, ...(then ? { then } : {}) }).catch(
    insteadOf('wrong_code', wrong),
  );
  // A wrong guess is counted, so it has committed: the state says that it was one.
  if (spentAt === null) throw wrong;
}

/** What a code allows somebody who is signed in to change. */
export interface ProvenChange<C extends Command> {
  readonly actor: ActorRef;
  readonly command: C;
  /** Changes nothing: it is asked with the version that was looked at. */
  readonly look: C;
  readonly answer: (after: ActorState) => Answer;
}

/**
 * The same for a request: in the name of whoever sent it, for the version that they looked at, and answered alike when
 * it comes again with its key. A wrong guess is counted and is no answer to the key.
 * @throws ApiProblem wrong_code
 */
export async function redeemForCall<C extends Command>(
  api: Api,
  call: AnyCall,
  of: CodeSubject,
  code: string,
  { actor, command, look, answer }: ProvenChange<C>,
): Promise<Reply> {
  const secrets = requireSecrets(api);
  const holder = actorOf(secrets, of);
  const hash = markOf(secrets, holder, code);
  const then = { actor, command, by: requestBy(call) };
  const redeem: OneTimeCodeCommand = { type: 'redeem', hash, then };
  const wrong = new ApiProblem('wrong_code');
  let missed = false;
  const reply = await runCommands(api, call, {
    items: [item(call, actor, look, { ifMatch: true }), item(call, holder, redeem, { by: BY })],
    answer(states) {
      const [after, guessed] = states as readonly [ActorState, OneTimeCodeState];
      missed = guessed.spentAt === null;
      return missed ? MISSED : answer(after);
    },
  }).catch(insteadOf('wrong_code', wrong));
  if (missed) throw wrong;
  return reply;
}

function insteadOf(code: ErrorCode, problem: ApiProblem): (error: unknown) => never {
  return (error) => {
    throw error instanceof CommandRejected && error.rejection.code === code ? problem : error;
  };
}

async function run(api: CodeApi, actor: ActorRef, command: OneTimeCodeCommand): Promise<OneTimeCodeState> {
  let after: OneTimeCodeState | undefined;
  await api.commands.run({
    items: [{ actor, command, by: BY, trace: currentTraceparent() ?? null }],
    answer: ([state]) => {
      after = state as OneTimeCodeState;
      return { status: 204, headers: {}, body: null };
    },
  });
  return after as OneTimeCodeState;
}

/** @throws ApiProblem unavailable */
export function requireSecrets({ secrets }: Pick<Api, 'secrets'>): Secrets {
  if (secrets) return secrets;
  throw new ApiProblem('unavailable', {
    headers: { 'Retry-After': '60' },
  });
}

function actorOf(secrets: Secrets, { purpose, subject }: CodeSubject): ActorRef {
  return { kind: 'one_time_code', id: secrets.mark('code subject', `${purpose}\n${subject}`) };
}

function markOf(secrets: Secrets, { id }: ActorRef, code: string): string {
  return secrets.mark('code', `${id}\n${code}`);
}

/** Six digits; of 48 random bits, so that no code is likelier than another by more than a hundred-millionth. */
function drawCode({ randomBytes }: Pick<Api, 'randomBytes'>): string {
  const drawn = randomBytes(DRAWN_BYTES).readUIntBE(0, DRAWN_BYTES);
  return String(drawn % 10 ** codeLimits.digits).padStart(codeLimits.digits, '0');
}
