/**
 * THE registry of pages: address, who may open it, what loads it, and where it stands in which shell's navigation.
 * Routes, navigation, the command palette and the tests of pages come from this table.
 *
 * A new page is a folder under `pages/` that exports `Page`, and a row here.
 */
import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router';
import type { Permission } from '../../../src/contracts/permissions.ts';
import type { MessageId } from '../i18n/text.ts';
import type { PageIcon } from './page-icons.ts';
import { Start } from './start.tsx';

export type ShellName = 'desk' | 'technician' | 'customer';

export interface PageSpec {
  /** `$name` is a parameter. */
  readonly path: string;
  /** Any of these; empty for everybody who is signed in. */
  readonly access: readonly Permission[];
  readonly component: RouteComponent;
  /**
   * Asks the API for what the page shows first, as soon as its file is there: beside the shell's, before anything is
   * drawn. Nobody waits for the answers.
   */
  readonly begin?: (search: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly nav?: {
    readonly label: MessageId;
    readonly icon: PageIcon;
    /** Shells whose navigation shows it. The palette offers it in all of them. */
    readonly shells: readonly ShellName[];
    /** Set apart from the daily work. */
    readonly section?: 'operations';
  };
}

const board = () => import('../pages/board/page.tsx');
const tickets = () => import('../pages/tickets/page.tsx');

const seeTickets = ['tickets.view_all', 'tickets.view_zone', 'tickets.view_own'] as const;

/** Shown to whoever has no account as well: they stand apart from all shells. */
export const openPages: readonly Pick<PageSpec, 'path' | 'component'>[] = [
  {
    path: '/register',
    component: lazyRouteComponent(() => import('../pages/register/page.tsx'), 'Page'),
  },
  {
    path: '/track',
    component: lazyRouteComponent(() => import('../pages/track/page.tsx'), 'Page'),
  },
];

export const pages: readonly PageSpec[] = [
  {
    path: '/',
    access: [],
    component: Start,
    nav: { label: 'nav.start', icon: 'House', shells: ['technician', 'customer'] },
  },
  {
    path: '/overview',
    access: ['traces.view', 'audit.view'],
    component: lazyRouteComponent(() => import('../pages/overview/page.tsx'), 'Page'),
    nav: { label: 'overview.title', icon: 'Gauge', shells: ['desk'] },
  },
  {
    path: '/board',
    access: ['tickets.assign'],
    component: lazyRouteComponent(board, 'Page'),
    begin: async () => (await board()).begin(),
    nav: { label: 'board.title', icon: 'LayoutGrid', shells: ['desk'] },
  },
  {
    path: '/find',
    access: ['customers.view'],
    component: lazyRouteComponent(() => import('../pages/find/page.tsx'), 'Page'),
    nav: { label: 'find.title', icon: 'Search', shells: ['desk'] },
  },
  {
    path: '/tickets',
    // Whoever sees the own ones alone has them as a start, with how far each is.
    access: ['tickets.view_all', 'tickets.view_zone'],
    component: lazyRouteComponent(tickets, 'Page'),
    begin: async (search) => (await tickets()).begin(search),
    nav: { label: 'nav.tickets', icon: 'Tickets', shells: ['desk', 'technician'] },
  },
  {
    path: '/tickets/new',
    access: ['tickets.create'],
    component: lazyRouteComponent(() => import('../pages/new-ticket/page.tsx'), 'Page'),
    nav: { label: 'nav.newTicket', icon: 'Plus', shells: ['customer'] },
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
    nav: { label: 'inbox.title', icon: 'Bell', shells: [] },
  },
  {
    path: '/account',
    access: [],
    component: lazyRouteComponent(() => import('../pages/account/page.tsx'), 'Page'),
    nav: { label: 'account.title', icon: 'CircleUser', shells: [] },
  },
  {
    path: '/my-line',
    access: ['customers.view_own'],
    component: lazyRouteComponent(() => import('../pages/my-line/page.tsx'), 'Page'),
    nav: { label: 'myLine.title', icon: 'Router', shells: [] },
  },
  {
    path: '/account/notices',
    access: [],
    component: lazyRouteComponent(() => import('../pages/notice-preferences/page.tsx'), 'Page'),
    nav: { label: 'noticePreferences.title', icon: 'BellRing', shells: [] },
  },
  {
    path: '/customers',
    access: ['customers.view'],
    component: lazyRouteComponent(() => import('../pages/customers/page.tsx'), 'Page'),
    nav: { label: 'customers.title', icon: 'Users', shells: ['desk'] },
  },
  {
    path: '/customers/$id',
    access: ['customers.view'],
    component: lazyRouteComponent(() => import('../pages/customer/page.tsx'), 'Page'),
  },
  {
    path: '/packages',
    access: ['packages.edit'],
    component: lazyRouteComponent(() => import('../pages/packages/page.tsx'), 'Page'),
    nav: { label: 'packages.title', icon: 'Package', shells: ['desk'] },
  },
  {
    path: '/registrations',
    access: ['registrations.view'],
    component: lazyRouteComponent(() => import('../pages/registrations/page.tsx'), 'Page'),
    nav: { label: 'registrations.title', icon: 'ClipboardList', shells: ['desk'] },
  },
  {
    path: '/registrations/$id',
    access: ['registrations.view'],
    component: lazyRouteComponent(() => import('../pages/registration/page.tsx'), 'Page'),
  },
  {
    path: '/replies',
    access: ['deliveries.view'],
    component: lazyRouteComponent(() => import('../pages/replies/page.tsx'), 'Page'),
    nav: { label: 'replies.title', icon: 'MessageSquareReply', shells: ['desk'] },
  },
  {
    path: '/technicians',
    access: ['technicians.view'],
    component: lazyRouteComponent(() => import('../pages/technicians/page.tsx'), 'Page'),
    nav: { label: 'technicians.title', icon: 'HardHat', shells: ['desk'] },
  },
  {
    path: '/technicians/$id',
    access: ['technicians.view'],
    component: lazyRouteComponent(() => import('../pages/technician/page.tsx'), 'Page'),
  },
  {
    path: '/analytics',
    access: ['analytics.view'],
    component: lazyRouteComponent(() => import('../pages/analytics/page.tsx'), 'Page'),
    nav: { label: 'analytics.title', icon: 'ChartLine', shells: ['desk'] },
  },
  {
    path: '/performance',
    access: ['analytics.view_own'],
    component: lazyRouteComponent(() => import('../pages/performance/page.tsx'), 'Page'),
    nav: { label: 'performance.title', icon: 'TrendingUp', shells: ['technician'] },
  },
  {
    path: '/dispatch',
    access: ['technicians.dispatch', 'technicians.catalogue'],
    component: lazyRouteComponent(() => import('../pages/dispatch/page.tsx'), 'Page'),
    nav: { label: 'dispatch.title', icon: 'Route', shells: ['desk'] },
  },
  {
    path: '/broadcast',
    access: ['broadcasts.send', 'notifications.test'],
    component: lazyRouteComponent(() => import('../pages/broadcast/page.tsx'), 'Page'),
    nav: { label: 'broadcast.title', icon: 'Megaphone', shells: ['desk'] },
  },
  {
    path: '/operations',
    access: ['operations.view'],
    component: lazyRouteComponent(() => import('../pages/operations/page.tsx'), 'Page'),
    nav: { label: 'console.title', icon: 'Activity', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/users',
    access: ['users.view'],
    component: lazyRouteComponent(() => import('../pages/users/page.tsx'), 'Page'),
    nav: { label: 'users.title', icon: 'UserCog', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/users/$id',
    access: ['users.view'],
    component: lazyRouteComponent(() => import('../pages/user/page.tsx'), 'Page'),
  },
  {
    path: '/roles',
    access: ['users.view', 'roles.edit'],
    component: lazyRouteComponent(() => import('../pages/roles/page.tsx'), 'Page'),
    nav: { label: 'roles.title', icon: 'ShieldCheck', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/dead-letters',
    access: ['dead_letters.manage'],
    component: lazyRouteComponent(() => import('../pages/dead-letters/page.tsx'), 'Page'),
    nav: { label: 'deadLetters.title', icon: 'MailWarning', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/deliveries',
    access: ['deliveries.view'],
    component: lazyRouteComponent(() => import('../pages/deliveries/page.tsx'), 'Page'),
    nav: { label: 'deliveries.title', icon: 'Send', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/templates',
    access: ['templates.edit'],
    component: lazyRouteComponent(() => import('../pages/templates/page.tsx'), 'Page'),
    nav: { label: 'templates.title', icon: 'MailPlus', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/zone-groups',
    access: ['zone_groups.edit'],
    component: lazyRouteComponent(() => import('../pages/zone-groups/page.tsx'), 'Page'),
    nav: { label: 'zoneGroups.title', icon: 'UsersRound', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/schedules',
    access: ['schedules.view'],
    component: lazyRouteComponent(() => import('../pages/schedules/page.tsx'), 'Page'),
    nav: { label: 'schedules.title', icon: 'CalendarClock', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/webhooks',
    access: ['webhooks.manage'],
    component: lazyRouteComponent(() => import('../pages/webhooks/page.tsx'), 'Page'),
    nav: { label: 'webhooks.title', icon: 'Webhook', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/audit',
    access: ['audit.view'],
    component: lazyRouteComponent(() => import('../pages/audit/page.tsx'), 'Page'),
    nav: { label: 'audit.title', icon: 'ScrollText', shells: ['desk'], section: 'operations' },
  },
];
