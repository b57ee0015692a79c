/** How an event type is described: the shape of a row of the registry in `../events.ts`. */
import type * as z from 'zod/mini';
import type { ViewerClass } from '../generic/audience.ts';

export interface EventDefinition {
  /** Schema version of `data` (L6); raised with every change that an older reader would not understand. */
  readonly version: number;
  readonly description: string;
  /** Who can receive it at all; which rooms, the actor's audience says. */
  readonly classes: readonly ViewerClass[];
  /** Facts and ids. Names, addresses, phone numbers and hashes stay in tables. */
  readonly data: z.ZodMiniType;
  /** Those keys of `data` that the class `public` reads; left out, it reads all of it. */
  readonly publicKeys?: readonly string[];
}
