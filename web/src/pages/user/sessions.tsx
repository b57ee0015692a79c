/** Where somebody is signed in; each can be ended, and its pages are cut off within a second. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { endSession, type User, userKeys, userSessions } from '../../api/users.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useText } from '../../i18n/text.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { CellDetail, Time } from '../../lists/cells.tsx';
import { PagedTable } from '../../lists/paged-table.tsx';
import { useMay } from '../../session/session.ts';
import { deviceOf } from '../account/user-agent.ts';

export function Sessions({ user }: { readonly user: User }) {
  const text = useText();
  const may = useMay();
  const list = useInfiniteQuery(userSessions(user.id));
  const { mutate, isPending, variables } = useDeed<string>({
    act: (sessionId) => endSession(user.id, sessionId),
    done: () => text('users.sessionEnded'),
    stale: [userKeys.sessions(user.id)],
  });
  return (
    <PagedTable
      query={list}
      caption={text('users.sessions')}
      rowKey={(row) => row.id}
      empty={text('users.noSessions')}
      emptyIcon={<MonitorSmartphone size={22} />}
      columns={[
        {
          key: 'device',
          header: text('users.device'),
          cell: (row) => {
            const { browser, system } = deviceOf(row.userAgent);
            return (
              <>
                {[browser, system].filter(Boolean).join(' · ') || text('account.session.unknown')}
                {row.current && (
                  <>
                    {' '}
                    <Badge tone="good">{text('account.session.current')}</Badge>
                  </>
                )}
                <CellDetail>{row.address ?? '–'}</CellDetail>
              </>
            );
          },
        },
        {
          key: 'seen',
          header: text('users.lastSeen'),
          cell: (row) => <Time at={row.lastSeenAt} />,
        },
        {
          key: 'expires',
          header: text('users.expires'),
          wideOnly: true,
          cell: (row) => <Time at={row.expiresAt} />,
        },
        {
          key: 'end',
          header: <span className="visually-hidden">{text('users.actions')}</span>,
          align: 'end',
          cell: (row) =>
            may('users.edit') &&
            !row.current && (
              <Button size="small" busy={isPending && variables === row.id} onClick={() => mutate(row.id)}>
                {text('users.endSession')}
              </Button>
            ),
        },
      ]}
    />
  );
}
