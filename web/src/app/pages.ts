/**
 * THE registry of pages: address, who may open it, what loads it, and where it stands in which shell's navigation.
 * Routes, navigation, the command palette and the tests of pages come from this table.
 *
 * A new page is a folder under `pages/` that exports `Page`, and a row here.
 */
import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router';
import { Bell, CircleUser, House, type LucideIcon, Plus, Tickets } from 'lucide-react';
import type { Permission } from '../../../src/contracts/permissions.ts';
import type { MessageId } from '../i18n/text.ts';
import { Start } from './start.tsx';

export type ShellName = 'desk' | 'technician' | 'customer';

export interface PageSpec {
  /** `$name` is a parameter. */
  readonly path: string;
  /** Any of these; empty for everybody who is signed in. */
  readonly access: readonly Permission[];
  readonly component: RouteComponent;
  readonly nav?: {
    readonly label: MessageId;
    readonly icon: LucideIcon;
    /** Shells whose navigation shows it. The palette offers it in all of them. */
    readonly shells: readonly ShellName[];
  };
}

const seeTickets = ['tickets.view_all', 'tickets.view_zone', 'tickets.view_own'] as const;

export const pages: readonly PageSpec[] = [
  {
    path: '/',
    access: [],
    component: Start,
    nav: { label: 'nav.start', icon: House, shells: ['technician', 'customer'] },
  },
  {
    path: '/tickets',
    access: seeTickets,
    component: lazyRouteComponent(() => import('../pages/tickets/page.tsx'), 'Page'),
    nav: { label: 'nav.tickets', icon: Tickets, shells: ['desk', 'technician'] },
  },
  {
    path: '/tickets/new',
    access: ['tickets.create'],
    component: lazyRouteComponent(() => import('../pages/new-ticket/page.tsx'), 'Page'),
    nav: { label: 'nav.newTicket', icon: Plus, shells: ['customer'] },
  },
  {
    path: '/tickets/$id',
    access: seeTickets,
    component: lazyRouteComponent(() => import('../pages/ticket/page.tsx'), 'Page'),
  },
  {
    path: '/inbox',
    access: [],
    component: lazyRouteComponent(() => import('../pages/inbox/page.tsx'), 'Page'),
    nav: { label: 'inbox.title', icon: Bell, shells: [] },
  },
  {
    path: '/account',
    access: [],
    component: lazyRouteComponent(() => import('../pages/account/page.tsx'), 'Page'),
    nav: { label: 'account.title', icon: CircleUser, shells: [] },
  },
];
