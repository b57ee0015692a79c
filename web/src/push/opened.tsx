/** Leads to what a notice of the browser tells of, when it was pressed: from a page that was open, or a new one. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { useNoticePath } from '../notices/notice-path.ts';

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
    if (location.hash.startsWith(HASH)) open(decodeURIComponent(location.hash.slice(HASH.length)));
    const hear = ({ data }: MessageEvent<{ type?: string; about?: string | null } | null>) => {
      if (data?.type === 'trunkline.open') open(data.about);
    };
    navigator.serviceWorker.addEventListener('message', hear);
    navigator.serviceWorker.startMessages();
    return () => navigator.serviceWorker.removeEventListener('message', hear);
  }, []);
  return null;
}
