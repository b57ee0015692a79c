/** One account: its facts, its open sessions, and what an administrator can do to it. */

import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Pencil, UserCog } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { type User, userKeys, userOne } from '../../api/users.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { BackLink, Detail, DetailLoading } from '../../kit/detail.tsx';
import { Email } from '../../kit/email.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { RowLink } from '../../lists/cells.tsx';
import { AuditTable } from '../../ops/audit-table.tsx';
import { LedgerLink } from '../../ops/ledger-link.tsx';
import { PersonalData } from '../../people/personal-data.tsx';
import { UserStatusLabel } from '../../people/words.tsx';
import { useMay, useUser } from '../../session/session.ts';
import { NotFound } from '../trouble/not-found.tsx';
import { Sessions } from './sessions.tsx';
import { UserMenu } from './user-menu.tsx';

const UserForm = lazy(async () => ({ default: (await import('../../people/user-form.tsx')).UserForm }));
const RoleForm = lazy(async () => ({ default: (await import('../../people/role-form.tsx')).RoleForm }));

export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const one = useQuery(userOne(id));
  if (one.error instanceof ProblemError && one.error.status === 404) return <NotFound />;
  if (one.isError && !one.data) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  return one.data ? <UserPage user={one.data} /> : <DetailLoading />;
}

function UserPage({ user }: { readonly user: User }) {
  const text = useText();
  const may = useMay();
  const self = useUser().id === user.id;
  const [form, setForm] = useState<'edit' | 'role'>();
  const close = () => setForm(undefined);
  return (
    <>
      <PageHeader
        title={user.name}
        before={<BackLink to="/users" />}
        count={<UserStatusLabel status={user.status} />}
      >
        <LedgerLink search={{ recipientId: [user.id, user.customerId].filter(Boolean).join() }} />
        <PersonalData
          kind="user"
          id={user.id}
          name={user.name}
          confirm={user.username}
          erasable={user.erasedAt === null && !self}
          stale={[userKeys.all]}
        />
        {may('users.edit') && user.erasedAt === null && (
          <>
            {!self && user.status !== 'deleted' && (
              <Button icon={<UserCog size={16} />} onClick={() => setForm('role')}>
                {text('users.role')}
              </Button>
            )}
            {user.status !== 'deleted' && (
              <Button icon={<Pencil size={16} />} onClick={() => setForm('edit')}>
                {text('command.edit')}
              </Button>
            )}
            {!self && <UserMenu user={user} />}
          </>
        )}
      </PageHeader>
      <Detail facts={<UserFacts user={user} />}>
        <h2>{text('users.sessions')}</h2>
        <Sessions user={user} />
        {may('audit.view') && (
          <>
            <h2>{text('users.activity')}</h2>
            <AuditTable filter={{ by: user.id }} ofOne />
          </>
        )}
      </Detail>
      <Suspense>
        {form === 'edit' && <UserForm user={user} onClose={close} />}
        {form === 'role' && <RoleForm user={user} onClose={close} />}
      </Suspense>
    </>
  );
}

function UserFacts({ user }: { readonly user: User }) {
  const text = useText();
  const formats = useFormats();
  return (
    <Facts label={text('ticket.facts')}>
      {user.erasedAt && <Fact label={text('personalData.erasedAt')}>{formats.dateTime(user.erasedAt)}</Fact>}
      <Fact label={text('signIn.username')}>{user.username}</Fact>
      <Fact label={text('field.role')}>{text(`role.${user.role}`)}</Fact>
      <Fact label={text('field.zone')}>{user.zone && zoneName(user.zone)}</Fact>
      <Fact label={text('field.email')}>{user.email && <Email address={user.email} />}</Fact>
      <Fact label={text('field.phone')}>{user.phone}</Fact>
      {user.lockedUntil && (
        <Fact label={text('users.lockedUntil')}>{formats.dateTime(user.lockedUntil)}</Fact>
      )}
      {user.customerId && (
        <Fact label={text('field.customer')}>
          <RowLink to={`/customers/${user.customerId}`}>{text('people.open')}</RowLink>
        </Fact>
      )}
      {user.technicianId && (
        <Fact label={text('field.technician')}>
          <RowLink to={`/technicians/${user.technicianId}`}>{text('people.open')}</RowLink>
        </Fact>
      )}
      <Fact label={text('field.createdAt')}>{formats.date(user.createdAt)}</Fact>
    </Facts>
  );
}
