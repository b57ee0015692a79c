/** Photos of the demo's past, attached by the people who would have taken them. Nothing here takes a chance. */
import { createHash } from 'node:crypto';
import type { TicketCommand } from '../../actors/ticket/commands.ts';
import type { By } from '../../engine/actor-types.ts';
import type { RowEffect } from '../../engine/effects.ts';
import type { History } from './history.ts';
import { pictures } from './pictures.ts';

type Picture = keyof typeof pictures;

const LATER_MS = 6 * 60_000;

interface Taking {
  readonly ticketId: string;
  readonly by: By;
  /** Where the customer took them; what technicians take of their work is for staff. */
  readonly customerId?: string;
}

/** Some minutes after `fromMs`, one after another; nothing of what is still to come. */
export function photograph(
  history: History,
  { endMs, newId }: { readonly endMs: number; readonly newId: (atMs: number) => string },
  { ticketId, by, customerId }: Taking,
  taken: readonly Picture[],
  fromMs: number,
): void {
  for (const [index, picture] of taken.entries()) {
    const atMs = fromMs + LATER_MS + index * 20_000;
    if (atMs > endMs) return;
    const content = Buffer.from(pictures[picture], 'base64');
    const attachmentId = newId(atMs);
    const rows: readonly RowEffect[] = [
      {
        effect: 'insert',
        table: 'files',
        row: { id: attachmentId, started_at: new Date(atMs).toISOString(), attached: true },
      },
      {
        effect: 'insert',
        table: 'file_chunks',
        row: { file_id: attachmentId, number: 0, content: `\\x${content.toString('hex')}` },
      },
    ];
    const cause = { eventId: null, trace: null, now: new Date(atMs).toISOString(), newId: () => newId(atMs) };
    history.decisions.effects.push(...rows.map((effect) => ({ effect, cause })));
    const command: TicketCommand = {
      type: 'attach',
      attachmentId,
      name: `${picture}.webp`,
      fileType: 'image/webp',
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      internal: customerId === undefined,
      uploadedBy: by.id,
      ...(customerId === undefined ? {} : { guard: { customerId } }),
    };
    history.give({ kind: 'ticket', id: ticketId }, command, by, atMs);
  }
}

/** Of an installation: always the device, of some the box and what was measured, too. */
export function picturesOf(number: number): readonly Picture[] {
  return number % 3 === 0 ? ['odp', 'ont', 'meter'] : ['ont'];
}
