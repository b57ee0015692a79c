// What tests of bulk jobs arrange and wait for: many actors of a kind, and the end of a job.

import { v7 as uuid } from 'uuid';
import type { Command } from '../../src/engine/actor-types.ts';
import type { CommandRunner } from '../../src/engine/command.ts';
import type { Client } from './api.ts';
import { waitFor } from './wait.ts';

/** One after another, in the order of their ids. */
export async function makeMany(
  commands: CommandRunner,
  kind: string,
  count: number,
  next: () => Command,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuid());
  for (const id of ids) {
    await commands.run({
      creates: true,
      items: [{ actor: { kind, id }, command: next(), by: { kind: 'system', id: 'test' }, trace: null }],
      answer: () => ({ status: 201, headers: {}, body: null }),
    });
  }
  return ids;
}

/** The job as its owner reads it once it has ended. */
export async function endedJob(owner: Client, id: string) {
  return await waitFor(
    async () => {
      const { body } = await owner.get(`/api/v1/bulk/${id}`);
      return body.state === 'running' ? undefined : body;
    },
    { deadlineMs: 60_000 },
  );
}
