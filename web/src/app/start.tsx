/** The page at `/`, by role (`starts`). */
import { lazyRouteComponent, Navigate } from '@tanstack/react-router';
import type { FunctionComponent } from 'react';
import type { Role } from '../../../src/contracts/permissions.ts';
import { Page as CustomerStart } from '../pages/customer-start/page.tsx';
import { useUser } from '../session/session.ts';
import { loadPage } from './load-page.ts';
import { type StartSpec, starts } from './pages.ts';

/** Its file is fetched when it is shown, or before. */
export type LazyPage = FunctionComponent & { preload?: (() => Promise<void> | undefined) | undefined };

const pages = Object.fromEntries(
  Object.entries(starts).map(([role, start]) => [role, role === 'customer' ? CustomerStart : startAt(start)]),
) as Readonly<Record<Role, LazyPage>>;

function startAt(start: StartSpec): LazyPage {
  if ('folder' in start) return lazyRouteComponent(() => loadPage(start.folder), 'Page');
  return () => <Navigate to={start.path} replace />;
}

/** Fetches what it shows. */
export async function loadStart(role: Role): Promise<void> {
  await pages[role].preload?.();
}

export function Start() {
  const Page = pages[useUser().role];
  return <Page />;
}
