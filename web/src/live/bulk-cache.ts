/** Bulk jobs in the cache: each step counts at once; what came of the tickets is read when a while has passed. */
import type { QueryClient } from '@tanstack/react-query';
import type { Envelope } from '../../../src/contracts/generic/envelope.ts';
import { type BulkList, bulkKeys } from '../api/bulk.ts';

const GATHER_MS = 300;
let gathering: ReturnType<typeof setTimeout> | undefined;

export function applyBulkEvent(cache: QueryClient, event: Envelope, id: string): void {
  const ended = event.type === 'bulk.finished' || event.type === 'bulk.cancelled';
  cache.setQueryData<BulkList>(
    bulkKeys.list,
    (held) =>
      held && {
        ...held,
        data: held.data.map((job) =>
          job.id === id && job.seq < event.actorseq ? { ...job, seq: event.actorseq } : job,
        ),
      },
  );
  if (ended) clearTimeout(gathering);
  else if (gathering !== undefined) return;
  gathering = setTimeout(
    () => {
      gathering = undefined;
      void cache.invalidateQueries({ queryKey: bulkKeys.all });
    },
    ended ? 0 : GATHER_MS,
  );
}
