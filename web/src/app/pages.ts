/**
 * THE registry of pages: address, who may open it, what loads it, and where it stands in which shell's navigation.
 * Routes, navigation, the command palette and the tests of pages come from this table.
 *
 * A new page is a folder under `pages/` that exports `Page`, and a row here.
 */
import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router';
import {
  Bell,
  CalendarClock,
  CircleUser,
  Gauge,
  HardHat,
  House,
  LayoutGrid,
  type LucideIcon,
  MailWarning,
  Megaphone,
  Plus,
  ScrollText,
  Search,
  Send,
  Tickets,
  UserCog,
  Users,
} from 'lucide-react';
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
    /** Set apart from the daily work. */
    readonly section?: 'operations';
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
    path: '/board',
    access: ['tickets.assign'],
    component: lazyRouteComponent(() => import('../pages/board/page.tsx'), 'Page'),
    nav: { label: 'board.title', icon: LayoutGrid, shells: ['desk'] },
  },
  {
    path: '/find',
    access: ['customers.view'],
    component: lazyRouteComponent(() => import('../pages/find/page.tsx'), 'Page'),
    nav: { label: 'find.title', icon: Search, shells: ['desk'] },
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
  {
    path: '/customers',
    access: ['customers.view'],
    component: lazyRouteComponent(() => import('../pages/customers/page.tsx'), 'Page'),
    nav: { label: 'customers.title', icon: Users, shells: ['desk'] },
  },
  {
    path: '/customers/$id',
    access: ['customers.view'],
    component: lazyRouteComponent(() => import('../pages/customer/page.tsx'), 'Page'),
  },
  {
    path: '/technicians',
    access: ['technicians.view'],
    component: lazyRouteComponent(() => import('../pages/technicians/page.tsx'), 'Page'),
    nav: { label: 'technicians.title', icon: HardHat, shells: ['desk'] },
  },
  {
    path: '/technicians/$id',
    access: ['technicians.view'],
    component: lazyRouteComponent(() => import('../pages/technician/page.tsx'), 'Page'),
  },
  {
    path: '/broadcast',
    access: ['broadcasts.send', 'notifications.test'],
    component: lazyRouteComponent(() => import('../pages/broadcast/page.tsx'), 'Page'),
    nav: { label: 'broadcast.title', icon: Megaphone, shells: ['desk'] },
  },
  {
    path: '/overview',
    access: ['traces.view', 'audit.view'],
    component: lazyRouteComponent(() => import('../pages/overview/page.tsx'), 'Page'),
    nav: { label: 'overview.title', icon: Gauge, shells: ['desk'], section: 'operations' },
  },
  {
    path: '/users',
    access: ['users.view'],
    component: lazyRouteComponent(() => import('../pages/users/page.tsx'), 'Page'),
    nav: { label: 'users.title', icon: UserCog, shells: ['desk'], section: 'operations' },
  },
  {
    path: '/users/$id',
    access: ['users.view'],
    component: lazyRouteComponent(() => import('../pages/user/page.tsx'), 'Page'),
  },
  {
    path: '/dead-letters',
    access: ['dead_letters.manage'],
    component: lazyRouteComponent(() => import('../pages/dead-letters/page.tsx'), 'Page'),
    nav: { label: 'deadLetters.title', icon: MailWarning, shells: ['desk'], section: 'operations' },
  },
  {
    path: '/deliveries',
    access: ['deliveries.view'],
    component: lazyRouteComponent(() => import('../pages/deliveries/page.tsx'), 'Page'),
    nav: { label: 'deliveries.title', icon: Send, shells: ['desk'], section: 'operations' },
  },
  {
    path: '/schedules',
    access: ['schedules.view'],
    component: lazyRouteComponent(() => import('../pages/schedules/page.tsx'), 'Page'),
    nav: { label: 'schedules.title', icon: CalendarClock, shells: ['desk'], section: 'operations' },
  },
  {
    path: '/audit',
    access: ['audit.view'],
    component: lazyRouteComponent(() => import('../pages/audit/page.tsx'), 'Page'),
    nav: { label: 'audit.title', icon: ScrollText, shells: ['desk'], section: 'operations' },
  },
];
