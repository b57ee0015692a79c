/** Above all pages: who is signed in decides what is seen, in which shell, and whether this page is theirs at all. */
import { lazyRouteComponent, Outlet, useMatches } from '@tanstack/react-router';
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react';
import { needStaffWords } from '../i18n/language.tsx';
import { dialogPanel } from '../kit/dialog.tsx';
import { fetchWhenCalm } from '../kit/later.ts';
import { partOf, useOnceOpen } from '../kit/on-demand.tsx';
import { SignIn } from '../pages/sign-in/page.tsx';
import { Away } from '../pages/trouble/away.tsx';
import { Forbidden } from '../pages/trouble/forbidden.tsx';
import { TakenOver, useRendered } from '../session/rendered.ts';
import { session, useMay, useUser } from '../session/session.ts';
import { useStore } from '../session/store.ts';
import { CustomerShell } from '../shells/customer-shell.tsx';
import { Loading } from '../shells/loading.tsx';
import { type ShellName, shellOf } from './pages.ts';

const shells: Readonly<Record<ShellName, Shell>> = {
  customer: CustomerShell,
  technician: lazyRouteComponent(async () => {
    const [shell] = await Promise.all([import('../shells/technician-shell.tsx'), needStaffWords()]);
    return { default: shell.TechnicianShell };
  }),
  desk: lazyRouteComponent(async () => {
    const [shell] = await Promise.all([import('../shells/desk-shell.tsx'), needStaffWords()]);
    return { default: shell.DeskShell };
  }),
};

type Shell = ComponentType<{ readonly children: ReactNode }> & {
  preload?: (() => Promise<void> | undefined) | undefined;
};

/** Fetches the shell of whoever is signed in, if that is known. */
export async function loadShell(): Promise<void> {
  const now = session.get();
  if (now.state === 'signed_in') await shells[shellOf(now.user.role)].preload?.();
}

const OpenShell = lazy(async () => ({ default: (await import('../shells/open-shell.tsx')).OpenShell }));

/** All that its window is made of. */
const signInAgain = partOf(async () => {
  const [{ SignInDialog }] = await Promise.all([import('../pages/sign-in/dialog.tsx'), dialogPanel.fetch()]);
  return SignInDialog;
});

const OpenedNotices = lazy(async () => ({ default: (await import('../push/opened.tsx')).OpenedNotices }));

export function Root() {
  const now = useStore(session);
  const open = useMatches().at(-1)?.staticData.open;
  if (open) return <Open />;
  if (now.state === 'loading') return <Loading />;
  if (now.state === 'away') return <Away />;
  if (now.state === 'signed_out') {
    return (
      <>
        <SignIn />
        <TakenOver />
      </>
    );
  }
  return (
    <>
      <InShell>
        <Suspense fallback={<Loading />}>
          <Guarded />
        </Suspense>
        <Opened />
      </InShell>
      <SignInAgain expired={now.state === 'expired'} username={now.user.username} />
    </>
  );
}

/** Whoever has to sign in again may be off line just then, and the page waits for it: its parts are there before. */
function SignInAgain({ expired, username }: { readonly expired: boolean; readonly username: string }) {
  useEffect(() => fetchWhenCalm(signInAgain.fetch), []);
  const SignInDialog = useOnceOpen(signInAgain, expired, undefined);
  return expired && SignInDialog && <SignInDialog username={username} />;
}

function Opened() {
  const rendered = useRendered();
  if (rendered || globalThis.Notification?.permission !== 'granted') return null;
  return (
    <Suspense>
      <OpenedNotices />
    </Suspense>
  );
}

function Open() {
  return (
    <Suspense fallback={<Loading />}>
      <OpenShell>
        <Outlet />
      </OpenShell>
    </Suspense>
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
  if (allowed) return <Outlet />;
  return (
    <>
      <Forbidden />
      <TakenOver />
    </>
  );
}
