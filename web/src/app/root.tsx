/** Above all pages: who is signed in decides what is seen, in which shell, and whether this page is theirs at all. */
import { Outlet, useMatches } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import type { Role } from '../../../src/contracts/permissions.ts';
import { SignIn } from '../pages/sign-in/page.tsx';
import { Away } from '../pages/trouble/away.tsx';
import { Forbidden } from '../pages/trouble/forbidden.tsx';
import { session, useMay, useUser } from '../session/session.ts';
import { useStore } from '../session/store.ts';
import { CustomerShell } from '../shells/customer-shell.tsx';
import { Loading } from '../shells/loading.tsx';
import type { ShellName } from './pages.ts';

const shells = {
  customer: CustomerShell,
  technician: lazy(async () => ({
    default: (await import('../shells/technician-shell.tsx')).TechnicianShell,
  })),
  desk: lazy(async () => ({ default: (await import('../shells/desk-shell.tsx')).DeskShell })),
} as const;

const SignInDialog = lazy(async () => ({
  default: (await import('../pages/sign-in/dialog.tsx')).SignInDialog,
}));

function shellOf(role: Role): ShellName {
  return role === 'customer' || role === 'technician' ? role : 'desk';
}

export function Root() {
  const now = useStore(session);
  if (now.state === 'loading') return <Loading />;
  if (now.state === 'away') return <Away />;
  if (now.state === 'signed_out') return <SignIn />;
  return (
    <>
      <InShell>
        <Suspense fallback={<Loading />}>
          <Guarded />
        </Suspense>
      </InShell>
      {now.state === 'expired' && (
        <Suspense>
          <SignInDialog username={now.user.username} />
        </Suspense>
      )}
    </>
  );
}

function InShell({ children }: { readonly children: ReactNode }) {
  const Shell = shells[shellOf(useUser().role)];
  return (
    <Suspense fallback={<Loading />}>
      <Shell>{children}</Shell>
    </Suspense>
  );
}

function Guarded() {
  const may = useMay();
  const page = useMatches().at(-1)?.staticData.page;
  const allowed = !page || page.access.length === 0 || page.access.some((permission) => may(permission));
  return allowed ? <Outlet /> : <Forbidden />;
}
