/** Where this person is signed in, and how to end that elsewhere. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { accountKeys, endSession, type OwnSession, ownSessions } from '../../api/account.ts';
import { queryClient } from '../../api/query-client.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { AlertDialog } from '../../kit/alert-dialog.tsx';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import styles from './page.module.css';
import { useDeviceName } from './use-device-name.ts';

/** Shown at first. */
const FIRST = 5;

export function Sessions() {
  const [whole, setWhole] = useState(false);
  const text = useText();
  const words = useProblemWords();
  const list = useQuery(ownSessions);
  const [asked, setAsked] = useState<OwnSession>();
  const end = useMutation({
    mutationFn: ({ id }: OwnSession) => endSession(id),
    onSuccess() {
      setAsked(undefined);
      showToast({ kind: 'done', title: text('account.session.ended') });
    },
    onError(error) {
      const { title, remedy } = words(error);
      showToast({ kind: 'error', title, description: remedy });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: accountKeys.sessions }),
  });
  if (list.isPending) return <SkeletonLines lines={4} />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const sessions = [...list.data.data].sort((a, b) => Number(b.current) - Number(a.current));
  return (
    <>
      <ul className={styles.rows}>
        {(whole ? sessions : sessions.slice(0, FIRST)).map((session) => (
          <Row key={session.id} session={session} onEnd={() => setAsked(session)} />
        ))}
      </ul>
      {!whole && sessions.length > FIRST && (
        <div className={styles.below}>
          <Button variant="quiet" onClick={() => setWhole(true)}>
            {text('account.sessions.all', { count: sessions.length })}
          </Button>
        </div>
      )}
      {asked && (
        <AlertDialog
          open
          danger
          title={text('account.session.ask')}
          description={text('account.session.ask.words')}
          confirm={text('account.session.end')}
          busy={end.isPending}
          onConfirm={() => end.mutate(asked)}
          onCancel={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

function Row({ session, onEnd }: { readonly session: OwnSession; readonly onEnd: () => void }) {
  const text = useText();
  const formats = useFormats();
  const { name, phone } = useDeviceName()(session.userAgent);
  const Icon = phone ? Smartphone : Monitor;
  return (
    <li className={styles.row}>
      <Icon size={18} aria-hidden="true" className={styles.icon} />
      <div className={styles.words}>
        <p className={styles.name}>
          {name}
          {session.current && <Badge tone="good">{text('account.session.current')}</Badge>}
        </p>
        <p className={styles.muted}>
          {text('account.session.seen', { time: formats.short(session.lastSeenAt) })}
          {session.address && ` · ${session.address}`}
        </p>
      </div>
      {!session.current && (
        <Button
          size="small"
          onClick={onEnd}
          aria-label={`${text('account.session.end')}: ${name}, ${formats.short(session.lastSeenAt)}`}
        >
          {text('account.session.end')}
        </Button>
      )}
    </li>
  );
}
