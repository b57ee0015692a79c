/** The page at `/`: by role. The customer's is in the entry; all others come when they are needed. */
import { lazyRouteComponent, Navigate } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { Role } from '../../../src/contracts/permissions.ts';
import { Page as CustomerStart } from '../pages/customer-start/page.tsx';
import { useUser } from '../session/session.ts';

const TechnicianStart = lazyRouteComponent(() => import('../pages/technician-start/page.tsx'), 'Page');

function startAt(to: string) {
  return () => <Navigate to={to} replace />;
}

/** One row for each role. */
const starts: Readonly<Record<Role, ComponentType>> = {
  customer: CustomerStart,
  technician: TechnicianStart,
  admin: startAt('/overview'),
  manager: startAt('/overview'),
  noc: startAt('/overview'),
  supervisor: startAt('/board'),
  customer_service: startAt('/find'),
};

export function Start() {
  const Page = starts[useUser().role];
  return <Page />;
}
