/** The page at `/`: by role. The customer's is in the entry; all others come when they are needed. */
import { lazyRouteComponent, Navigate } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { Role } from '../../../src/contracts/permissions.ts';
import { Page as CustomerStart } from '../pages/customer-start/page.tsx';
import { useUser } from '../session/session.ts';

const TechnicianStart = lazyRouteComponent(() => import('../pages/technician-start/page.tsx'), 'Page');

function DeskStart() {
  return <Navigate to="/tickets" replace />;
}

/** One row for each role. */
const starts: Readonly<Record<Role, ComponentType>> = {
  customer: CustomerStart,
  technician: TechnicianStart,
  admin: DeskStart,
  manager: DeskStart,
  noc: DeskStart,
  supervisor: DeskStart,
  customer_service: DeskStart,
};

export function Start() {
  const Page = starts[useUser().role];
  return <Page />;
}
