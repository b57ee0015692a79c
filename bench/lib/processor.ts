/** Processor time by role, from /proc: user and system, of live processes and of children that have ended. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchPlatform } from './platform.ts';

/** A tick is 10 ms on Linux (USER_HZ 100). */
const TICK_MS = 10;

async function statOf(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

async function processMs(pid: number, withEnded: boolean): Promise<number> {
  const fields = await statOf(pid).catch(() => undefined);
  if (!fields) return 0;
  const own = Number(fields[11]) + Number(fields[12]);
  const ended = withEnded ? Number(fields[13]) + Number(fields[14]) : 0;
  return (own + ended) * TICK_MS;
}

async function treeMs(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const parts = children.trim() === '' ? [] : children.trim().split(' ').map(Number);
  const below = await Promise.all(parts.map((child) => processMs(child, false)));
  return (await processMs(pid, true)) + below.reduce((sum, ms) => sum + ms, 0);
}

async function pidIn(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return Number(text.split('\n')[0]) || undefined;
}

/** Milliseconds of processor time so far, by role. */
export async function processorByRole(platform: BenchPlatform): Promise<Record<string, number>> {
  const roles: Record<string, number> = {};
  for (const [title, pid] of await platform.pids()) {
    const role = title.split(':')[1] ?? title;
    roles[role] = (roles[role] ?? 0) + (await processMs(pid, false));
  }
  const postgres = await pidIn(join(platform.dataDir, 'postgres/postmaster.pid'));
  const redis = await pidIn(join(platform.dataDir, 'redis/redis.pid'));
  if (postgres) roles.postgres = await treeMs(postgres);
  if (redis) roles.redis = await processMs(redis, false);
  return roles;
}

/** Milliseconds of processor time a click by role, between two answers of `processorByRole`. */
export function perClick(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  clicks: number,
): (readonly [role: string, ms: number])[] {
  return Object.entries(after).map(([role, ms]) => [role, (ms - (before[role] ?? 0)) / clicks] as const);
}
