/** API tokens: what there is, what each may do, and how to revoke one. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { accountKeys, ownTokens, revokeToken, type Token } from '../../api/account.ts';
import { queryClient } from '../../api/query-client.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useProblemWords } from '../../i18n/problem-words.ts';
import { useText } from '../../i18n/text.ts';
import { AlertDialog } from '../../kit/alert-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { showToast } from '../../kit/show-toast.ts';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { useNow } from '../../session/clock.ts';
import styles from './page.module.css';
import { TokenDialog } from './token-dialog.tsx';

export function Tokens() {
  const text = useText();
  const words = useProblemWords();
  const now = useNow();
  const list = useQuery(ownTokens);
  const [asked, setAsked] = useState<Token>();
  const [creating, setCreating] = useState(false);
  const revoke = useMutation({
    mutationFn: ({ id }: Token) => revokeToken(id),
    onSuccess(_, { name }) {
      setAsked(undefined);
      showToast({ kind: 'done', title: text('account.token.revoked', { name }) });
    },
    onError(error) {
      const { title, remedy } = words(error);
      showToast({ kind: 'error', title, description: remedy });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: accountKeys.tokens }),
  });
  const usable = (list.data?.data ?? []).filter(
    ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now),
  );
  return (
    <>
      {list.isPending ? (
        <SkeletonLines lines={3} />
      ) : !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : usable.length === 0 ? (
        <p className={styles.muted}>{text('account.tokens.empty')}</p>
      ) : (
        <ul className={styles.rows}>
          {usable.map((token) => (
            <Row key={token.id} token={token} onRevoke={() => setAsked(token)} />
          ))}
        </ul>
      )}
      <div className={styles.below}>
        <Button icon={<Plus size={16} aria-hidden="true" />} onClick={() => setCreating(true)}>
          {text('account.token.create')}
        </Button>
      </div>
      {creating && <TokenDialog onClose={() => setCreating(false)} />}
      {asked && (
        <AlertDialog
          open
          danger
          title={text('account.token.ask', { name: asked.name })}
          description={text('account.token.ask.words')}
          confirm={text('account.token.revoke')}
          busy={revoke.isPending}
          onConfirm={() => revoke.mutate(asked)}
          onCancel={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

function Row({ token, onRevoke }: { readonly token: Token; readonly onRevoke: () => void }) {
  const text = useText();
  const formats = useFormats();
  const { name, scopes, lastUsedAt, expiresAt } = token;
  return (
    <li className={styles.row}>
      <KeyRound size={18} aria-hidden="true" className={styles.icon} />
      <div className={styles.words}>
        <p className={styles.name}>{name}</p>
        <p className={styles.muted}>
          {[
            text('account.token.scopes', { count: scopes.length }),
            lastUsedAt
              ? text('account.token.used', { time: formats.short(lastUsedAt) })
              : text('account.token.unused'),
            expiresAt
              ? text('account.token.until', { time: formats.date(expiresAt) })
              : text('account.token.forever'),
          ].join(' · ')}
        </p>
      </div>
      <Button size="small" onClick={onRevoke} aria-label={`${text('account.token.revoke')}: ${name}`}>
        {text('account.token.revoke')}
      </Button>
    </li>
  );
}
