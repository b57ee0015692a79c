/**
 * A position names a place in the log as clients see it: `"epoch:offset"` (R1).
 *
 * The offset is dense and visible only in increasing order (L2). The epoch changes with every restore, so an
 * offset of another epoch means nothing and its holder has to reload.
 */
export interface Position {
  readonly epoch: string;
  readonly offset: number;
}

const PATTERN = /^([0-9a-z]{1,32}):(0|[1-9][0-9]{0,15})$/;

export function formatPosition(position: Position): string {
  return `${position.epoch}:${position.offset}`;
}

/** Reads what a client sent; anything that is not a position is `undefined`, never an exception. */
export function parsePosition(text: unknown): Position | undefined {
  if (typeof text !== 'string') return undefined;
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const offset = Number(match[2]);
  return Number.isSafeInteger(offset) ? { epoch: match[1] as string, offset } : undefined;
}
