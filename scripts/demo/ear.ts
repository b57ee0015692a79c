/** A socket of one of the demo's people, and all that it heard. */
import { createRealtimeClient } from '../../src/client/realtime.ts';
import type { Envelope } from '../../src/contracts/generic/envelope.ts';
import { waitFor } from '../../test/support/wait.ts';
import type { DemoPlatform } from './platform.ts';

export interface Ear {
  readonly heard: readonly Envelope[];
  /** The first event of the type, about the subject if one is named. */
  hears(type: string, subject?: string): Promise<Envelope>;
  stop(): void;
}

const PATIENCE_MS = 20_000;

export async function openEar(
  { realtimeUrl }: DemoPlatform,
  who: { readonly cookie: string } | { readonly token: string },
): Promise<Ear> {
  const heard: Envelope[] = [];
  const client = createRealtimeClient({
    url: realtimeUrl,
    ...('token' in who ? { token: who.token } : { headers: { cookie: who.cookie } }),
    onEvent: (event) => heard.push(event),
  });
  client.connect();
  await waitFor(() => client.isLive(), { deadlineMs: PATIENCE_MS });
  return {
    heard,
    hears: (type, subject) =>
      waitFor(
        () =>
          heard.find((event) => event.type === type && (subject === undefined || event.subject === subject)),
        { deadlineMs: PATIENCE_MS },
      ),
    stop: () => client.stop(),
  };
}
