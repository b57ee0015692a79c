// The mailroom of the local provider: everything that arrived, kept in memory and in a journal, and the switches.
// Gateway and SMTP hand in here; the control endpoints read here.
//
// O3  A message whose arrival was answered is found again after a restart, and its idempotency key too.

import * as z from 'zod';
import { type Journal, openJournal, readJournal } from '../journal.ts';
import { type Message, message, type Switches, type SwitchesChange } from './messages.ts';
import { createOutbox, defaultLimits, type Outbox, type OutboxLimits } from './outbox.ts';
import { allWell, changeSwitches } from './switches.ts';

const journalLine = z.object({ message, fingerprint: z.string().optional() });

export type Mailroom = {
  outbox: Outbox;
  switches(): Switches;
  change(change: SwitchesChange): Switches;
  /** Known at once; resolves when it is written. */
  takeIn(message: Message, fingerprint?: string): Promise<void>;
  clear(): Promise<void>;
  stop(): Promise<void>;
};

export async function startMailroom(options: {
  journalPath: string;
  limits?: OutboxLimits;
  rotateBytes?: number;
}): Promise<Mailroom> {
  const outbox = createOutbox(options.limits ?? defaultLimits);
  for await (const line of readJournal(options.journalPath)) {
    const read = journalLine.safeParse(line);
    if (read.success) outbox.add(read.data.message, read.data.fingerprint);
  }
  const journal: Journal = await openJournal({
    path: options.journalPath,
    rotateBytes: options.rotateBytes ?? 16 * 1024 * 1024,
  });
  let current = allWell;

  return {
    outbox,
    switches: () => current,
    change(change) {
      current = changeSwitches(current, change);
      return current;
    },
    takeIn(message, fingerprint) {
      outbox.add(message, fingerprint);
      return journal.append(JSON.stringify({ message, fingerprint }));
    },
    async clear() {
      outbox.clear();
      await journal.clear();
    },
    stop: () => journal.stop(),
  };
}
