/**
 * Leads to what a notice of the browser tells of, when it was pressed: from a page that was open, or a new one. And
 * sees to it that this browser shows the notices of nobody else.
 */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { ownBrowsers } from '../api/push.ts';
import { queryClient } from '../api/query-client.ts';
import { useNoticePath } from '../notices/notice-path.ts';
import { whenTakenOver } from '../session/rendered.ts';
import { useUser } from '../session/session.ts';
import { endOthers } from './this-browser.ts';

const HASH = '#open=';

export function OpenedNotices() {
  const pathOf = useNoticePath();
  const navigate = useNavigate();
  const open = useEffectEvent((about: unknown) => {
    const [kind, id] = typeof about === 'string' ? about.split(/\/(.*)/) : [];
    const path = kind && id ? pathOf({ kind, id }) : undefined;
    void navigate({ to: path ?? '/inbox', replace: location.hash.startsWith(HASH) } as never);
  });
  useEffect(() => {
    // Not before the page at this address is taken over: React would find another one than was rendered.
    void whenTakenOver().then(() => {
      if (location.hash.startsWith(HASH)) open(decodeURIComponent(location.hash.slice(HASH.length)));
    });
    const hear = ({ data, ports }: MessageEvent<{ type?: string; about?: string | null } | null>) => {
      if (data?.type !== 'trunkline.open') return;
      ports[0]?.postMessage('opened');
      open(data.about);
    };
    navigator.serviceWorker.addEventListener('message', hear);
    navigator.serviceWorker.startMessages();
    return () => navigator.serviceWorker.removeEventListener('message', hear);
  }, []);
  const { id } = useUser();
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each person once.
  useEffect(() => {
    const readList = async () => (await queryClient.fetchQuery({ ...ownBrowsers, staleTime: 0 })).data;
    void endOthers(readList).catch(() => undefined);
  }, [id]);
  return null;
}
