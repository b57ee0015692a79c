/** Which WhatsApp group is told of a zone. */

import { useQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { type SubmitEvent, useEffect, useState } from 'react';
import { setZoneGroupSchema, type ZoneGroup } from '../../../../src/contracts/zone-groups.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { setZoneGroup, zoneGroupKeys, zoneGroupList } from '../../api/zone-groups.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { issueText } from '../../i18n/form-issues.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { TextField } from '../../kit/text-field.tsx';
import styles from './page.module.css';

export function Page() {
  const text = useText();
  const { data, error, isPending, refetch } = useQuery(zoneGroupList);
  return (
    <>
      <PageHeader title={text('zoneGroups.title')} />
      <div className={styles.page}>
        <p className={styles.muted}>{text('zoneGroups.words')}</p>
        {data?.reachable === false && <p className={styles.warning}>{text('zoneGroups.unreached')}</p>}
        {isPending ? (
          <SkeletonLines lines={6} />
        ) : !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data.data.length === 0 ? (
          <EmptyState icon={<UsersRound size={22} />} title={text('zoneGroups.empty')} />
        ) : (
          <ul className={styles.rows}>
            {data.data.map((group) => (
              <Row key={group.zone} group={group} reachable={data.reachable} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

interface RowProps {
  readonly group: ZoneGroup;
  /** Where no group is reached, one can only be taken away. */
  readonly reachable: boolean;
}

function Row({ group: { zone, groupId }, reachable }: RowProps) {
  const text = useText();
  const [typed, setTyped] = useState(groupId ?? '');
  useEffect(() => setTyped(groupId ?? ''), [groupId]);
  const next = typed.trim() === '' ? null : typed.trim();
  const issue = setZoneGroupSchema.safeParse({ groupId: next }).error?.issues[0]?.message;
  const { mutate, isPending } = useDeed<string | null>({
    act: (value) => setZoneGroup(zone, value),
    done: (value) =>
      text(value === null ? 'zoneGroups.removed' : 'zoneGroups.saved', { zone: zoneName(zone) }),
    action: () => ({ label: text('templates.undo'), onClick: () => mutate(groupId) }),
    stale: [zoneGroupKeys.all],
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!issue) mutate(next);
  };
  return (
    <li>
      <form className={styles.row} onSubmit={submit} noValidate>
        <TextField
          label={zoneName(zone)}
          placeholder={text('zoneGroups.none')}
          maxLength={100}
          value={typed}
          error={issueText(text, issue)}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button
          type="submit"
          disabled={next === groupId || issue !== undefined || (next !== null && !reachable)}
          busy={isPending}
        >
          {text('zoneGroups.save')}
          <span className="visually-hidden">: {zoneName(zone)}</span>
        </Button>
      </form>
    </li>
  );
}
