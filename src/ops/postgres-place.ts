// The folder of the database's files: in the data folder, or elsewhere when the server's user cannot get there.

import { createHash, randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run, type User } from './unprivileged.ts';

type PlaceOptions = {
  readonly dataDir: string;
  readonly user: User | undefined;
  readonly say: (line: string) => void;
};

/** The place of last time, else the first candidate that `user` can write to. */
export async function choosePlace({ dataDir, user, say }: PlaceOptions): Promise<string> {
  const note = join(dataDir, 'postgres-place');
  const inside = resolve(dataDir, 'postgres');
  const remembered = (await readFile(note, 'utf8').catch(() => '')).trim();
  // Where the note is gone the data folder was thrown away, and with it the password of any older database.
  const key = `${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)}-${randomUUID().slice(0, 8)}`;
  const candidates = remembered
    ? [remembered]
    : [inside, `/var/lib/trunkline/${key}`, join(tmpdir(), 'trunkline', key)];
  for (const place of candidates) {
    if (!(await prepare(place, user))) continue;
    if (place === inside) return place;
    if (place !== remembered) await writeFile(note, place);
    say(`The user ${user?.name} cannot reach ${dataDir}, so the database's files are in ${place}`);
    return place;
  }
  const who = user ? `The user ${user.name}, as which PostgreSQL runs,` : 'This user';
  throw new Error(
    `${who} can write to none of ${candidates.join(', ')}. Choose another folder with DATA_DIR.`,
  );
}

async function prepare(place: string, user: User | undefined): Promise<boolean> {
  try {
    const made = await mkdir(place, { recursive: true, mode: 0o755 });
    if (user) await chown(place, user.uid, user.gid);
    const check = await run('/bin/sh', ['-c', 'cd "$0" && test -w . && chmod 700 .', place], { user });
    if (check.code !== 0 && made) await rm(place, { recursive: true, force: true });
    return check.code === 0;
  } catch {
    return false;
  }
}
