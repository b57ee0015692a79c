/** What each role may: permissions by resource, a column for each role. Nothing holds before it was looked at once more. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RolePermissions } from '../../../../src/contracts/roles.ts';
import { queryClient } from '../../api/query-client.ts';
import { changeRolePermissions, type RoleChange, roleKeys, roleList } from '../../api/roles.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { ListPage } from '../../lists/paged-table.tsx';
import { useMay } from '../../session/session.ts';
import { changesOf, type Draft, toggled, undoOf } from './draft.ts';
import { Matrix } from './matrix.tsx';
import styles from './page.module.css';
import { ReviewDialog } from './review-dialog.tsx';

const nothing: Draft = new Map();

export function Page() {
  const text = useText();
  const may = useMay();
  const { data, isError, error, refetch } = useQuery(roleList);
  const [draft, setDraft] = useState<Draft>(nothing);
  const [reviewing, setReviewing] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const now = data?.data ?? [];
  const changes = changesOf(draft, now);
  const count = changes.reduce((sum, { grant, withdraw }) => sum + grant.length + withdraw.length, 0);
  const undo = useDeed<readonly RoleChange[]>({
    // The page may have been left since: its versions are old by now.
    act: async (saved) =>
      saveAll(saved.map(undoOf), (await queryClient.fetchQuery({ ...roleList, staleTime: 0 })).data),
    done: () => text('roles.undone'),
    stale: [roleKeys.all],
  });
  const save = useDeed<readonly RoleChange[]>({
    act: (asked) => saveAll(asked, now),
    done: () => text('roles.saved'),
    action: (saved) => ({ label: text('action.undo'), onClick: () => undo.mutate(saved) }),
    stale: [roleKeys.all],
    onDone: () => {
      setDraft(nothing);
      setReviewing(false);
    },
    onRefused: setRefusal,
  });
  const close = () => {
    setReviewing(false);
    setRefusal(undefined);
  };
  return (
    <>
      <PageHeader title={text('roles.title')}>
        {count > 0 && (
          <>
            <Button onClick={() => setDraft(nothing)}>{text('roles.discard')}</Button>
            <Button variant="primary" onClick={() => setReviewing(true)}>
              {text('roles.review', { count })}
            </Button>
          </>
        )}
      </PageHeader>
      <ListPage>
        <p className={styles.words}>{text(may('roles.edit') ? 'roles.words' : 'roles.wordsReadOnly')}</p>
        {isError && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data ? (
          <Matrix
            now={now}
            draft={draft}
            editable={may('roles.edit')}
            onToggle={(role, permission, held) => setDraft(toggled(draft, role, permission, held))}
          />
        ) : (
          <SkeletonLines lines={12} />
        )}
      </ListPage>
      {reviewing && count > 0 && (
        <ReviewDialog
          changes={changes}
          busy={save.isPending}
          refusal={refusal}
          onSave={() => save.mutate(changes)}
          onClose={close}
        />
      )}
    </>
  );
}

/** One role after another, each against the version that was looked at; the first refusal ends it. */
async function saveAll(changes: readonly RoleChange[], now: readonly RolePermissions[]): Promise<void> {
  for (const change of changes) {
    const version = now.find(({ role }) => role === change.role)?.version;
    if (version !== undefined) keep(await changeRolePermissions(change, version));
  }
}

/** On the screen as soon as it holds: what was ticked does not jump back while the roles are read again. */
function keep(changed: RolePermissions): void {
  queryClient.setQueryData(
    roleList.queryKey,
    (roles) =>
      roles && { ...roles, data: roles.data.map((one) => (one.role === changed.role ? changed : one)) },
  );
}
