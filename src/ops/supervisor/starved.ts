/**
 * How long a process that says nothing could have said something. A process that starves is not hung, and to replace
 * it would only add the work of a start to a machine that has too much of it.
 */
import { readFileSync } from 'node:fs';

export interface Glance {
  readonly atMs: number;
  /** Ready to run, or running: state R of proc(5). */
  readonly isRunnable: boolean;
  /** Processor time that its main thread has had, in ms. */
  readonly processorMs: number;
}

/**
 * What counts of the time between two glances: of a process that wanted to run only what it was given, since the rest
 * it stood waiting for a processor; of one that slept or was stopped all of it.
 */
export function chanceMs(before: Glance, now: Glance): number {
  const passedMs = now.atMs - before.atMs;
  if (!before.isRunnable || !now.isRunnable) return passedMs;
  return Math.min(passedMs, now.processorMs - before.processorMs);
}

/** A clock tick of proc(5) is 10 ms on Linux (USER_HZ 100). */
const TICK_MS = 10;

/** From Linux' /proc; elsewhere nobody is ever taken for starving. */
export function glanceAt(pid: number, atMs: number): Glance {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything, brackets and spaces too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const processorMs = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    return { atMs, isRunnable: fields[0] === 'R', processorMs };
  } catch {
    return { atMs, isRunnable: false, processorMs: 0 };
  }
}
