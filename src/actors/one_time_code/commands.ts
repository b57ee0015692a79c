/** What can be asked of the one-time codes of one phone. */
import type { CodePurpose } from '../../contracts/codes.ts';
import type { ActorRef, By, Command } from '../../engine/actor-types.ts';

export type OneTimeCodeCommand =
  | {
      readonly type: 'issue';
      readonly purpose: CodePurpose;
      readonly phone: string;
      readonly locale: 'id' | 'en';
      /** A mark of the code, made with the portal's key. */
      readonly hash: string;
      readonly deliveryId: string;
      /** The code, sealed for this delivery. */
      readonly sealed: string;
    }
  | {
      readonly type: 'redeem';
      /** The mark of what was given. */
      readonly hash: string;
      /** What the right code allows: decided in the same commit, so a code whose use is refused is not spent. */
      readonly then?: { readonly actor: ActorRef; readonly command: Command; readonly by?: By };
    };
