/**
 * The tracking page's own socket: it carries the tracking token instead of a session, and brings the events of one
 * registration alone. Each of them means: read it again.
 */
import { useEffect, useState } from 'react';
import { trackedRegistration } from '../../api/applicants.ts';
import { queryClient } from '../../api/query-client.ts';
import { realtimeUrl } from '../../session/page-facts.ts';

/** True while it is live. `position` is that of the state that was read. */
export function useTracking(token: string, position: string): boolean {
  const [live, setLive] = useState(false);
  // Later positions are already behind what the socket has brought.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    let wanted = true;
    let stop = (): void => undefined;
    const { queryKey } = trackedRegistration(token);
    const reread = () => void queryClient.invalidateQueries({ queryKey });
    void import('../../../../src/client/realtime.ts').then(({ createRealtimeClient }) => {
      if (!wanted) return;
      const client = createRealtimeClient({
        url: realtimeUrl(),
        token,
        since: position,
        onEvent: reread,
        onSync: () => setLive(true),
        onReload() {
          setLive(true);
          reread();
        },
        onEnd: () => setLive(false),
      });
      stop = () => client.stop();
      client.connect();
    });
    return () => {
      wanted = false;
      stop();
    };
  }, [token]);
  return live;
}
