/**
 * THE registry of pages: address, what shows it, who may open it, and where it stands in which shell's navigation.
 * Routes, navigation, the command palette, what the server has a browser fetch at once and the tests of pages come
 * from this table. It is read outside a browser as well, so it imports nothing but types.
 *
 * A new page is a folder under `pages/` whose `page.tsx` exports `Page`, and a row here.
 */
import type { Permission, Role } from '../../../src/contracts/permissions.ts';
import type { MessageId } from '../i18n/text.ts';
import type { PageIcon } from './page-icons.ts';

export type ShellName = 'desk' | 'technician' | 'customer';

export interface PageSpec {
  /** `$name` is a parameter. */
  readonly path: string;
  /** Under `pages/`; the page at `/` differs by role (`starts`). */
  readonly folder?: string;
  /** Any of these; empty for everybody who is signed in. */
  readonly access: readonly Permission[];
  readonly nav?: {
    readonly label: MessageId;
    readonly icon: PageIcon;
    /** Shells whose navigation shows it. The palette offers it in all of them. */
    readonly shells: readonly ShellName[];
    /** Set apart from the daily work. */
    readonly section?: 'operations';
  };
}

/** What stands at `/`: a page for that alone, or another page that the person is led to. */
export type StartSpec = { readonly folder: string } | { readonly path: string };

/** One row for each role. */
export const starts: Readonly<Record<Role, StartSpec>> = {
  customer: { folder: 'customer-start' },
  technician: { folder: 'technician-start' },
  admin: { path: '/overview' },
  manager: { path: '/overview' },
  noc: { path: '/overview' },
  supervisor: { path: '/board' },
  customer_service: { path: '/find' },
};

export function shellOf(role: Role): ShellName {
  return role === 'customer' || role === 'technician' ? role : 'desk';
}

const seeTickets = ['tickets.view_all', 'tickets.view_zone', 'tickets.view_own'] as const;

/** Shown to whoever has no account as well: they stand apart from all shells. */
export const openPages: readonly { readonly path: string; readonly folder: string }[] = [
  { path: '/register', folder: 'register' },
  { path: '/track', folder: 'track' },
];

export const pages: readonly PageSpec[] = [
  {
    path: '/',
    access: [],
    nav: { label: 'nav.start', icon: 'House', shells: ['technician', 'customer'] },
  },
  {
    path: '/overview',
    folder: 'overview',
    access: ['traces.view', 'audit.view'],
    nav: { label: 'overview.title', icon: 'Gauge', shells: ['desk'] },
  },
  {
    path: '/board',
    folder: 'board',
    access: ['tickets.assign'],
    nav: { label: 'board.title', icon: 'LayoutGrid', shells: ['desk'] },
  },
  {
    path: '/find',
    folder: 'find',
    access: ['customers.view'],
    nav: { label: 'find.title', icon: 'Search', shells: ['desk'] },
  },
  {
    path: '/tickets',
    folder: 'tickets',
    // Whoever sees the own ones alone has them as a start, with how far each is.
    access: ['tickets.view_all', 'tickets.view_zone'],
    nav: { label: 'nav.tickets', icon: 'Tickets', shells: ['desk', 'technician'] },
  },
  {
    path: '/tickets/new',
    folder: 'new-ticket',
    access: ['tickets.create'],
    nav: { label: 'nav.newTicket', icon: 'Plus', shells: ['customer'] },
  },
  {
    path: '/tickets/$id',
    folder: 'ticket',
    access: seeTickets,
  },
  {
    path: '/inbox',
    folder: 'inbox',
    access: [],
    nav: { label: 'inbox.title', icon: 'Bell', shells: [] },
  },
  {
    path: '/account',
    folder: 'account',
    access: [],
    nav: { label: 'account.title', icon: 'CircleUser', shells: [] },
  },
  {
    path: '/my-line',
    folder: 'my-line',
    access: ['customers.view_own'],
    nav: { label: 'myLine.title', icon: 'Router', shells: [] },
  },
  {
    path: '/account/notices',
    folder: 'notice-preferences',
    access: [],
    nav: { label: 'noticePreferences.title', icon: 'BellRing', shells: [] },
  },
  {
    path: '/customers',
    folder: 'customers',
    access: ['customers.view'],
    nav: { label: 'customers.title', icon: 'Users', shells: ['desk'] },
  },
  {
    path: '/customers/$id',
    folder: 'customer',
    access: ['customers.view'],
  },
  {
    path: '/packages',
    folder: 'packages',
    access: ['packages.edit'],
    nav: { label: 'packages.title', icon: 'Package', shells: ['desk'] },
  },
  {
    path: '/registrations',
    folder: 'registrations',
    access: ['registrations.view'],
    nav: { label: 'registrations.title', icon: 'ClipboardList', shells: ['desk'] },
  },
  {
    path: '/registrations/$id',
    folder: 'registration',
    access: ['registrations.view'],
  },
  {
    path: '/replies',
    folder: 'replies',
    access: ['deliveries.view'],
    nav: { label: 'replies.title', icon: 'MessageSquareReply', shells: ['desk'] },
  },
  {
    path: '/technicians',
    folder: 'technicians',
    access: ['technicians.view'],
    nav: { label: 'technicians.title', icon: 'HardHat', shells: ['desk'] },
  },
  {
    path: '/technicians/$id',
    folder: 'technician',
    access: ['technicians.view'],
  },
  {
    path: '/analytics',
    folder: 'analytics',
    access: ['analytics.view'],
    nav: { label: 'analytics.title', icon: 'ChartLine', shells: ['desk'] },
  },
  {
    path: '/performance',
    folder: 'performance',
    access: ['analytics.view_own'],
    nav: { label: 'performance.title', icon: 'TrendingUp', shells: ['technician'] },
  },
  {
    path: '/dispatch',
    folder: 'dispatch',
    access: ['technicians.dispatch', 'technicians.catalogue'],
    nav: { label: 'dispatch.title', icon: 'Route', shells: ['desk'] },
  },
  {
    path: '/broadcast',
    folder: 'broadcast',
    access: ['broadcasts.send', 'notifications.test'],
    nav: { label: 'broadcast.title', icon: 'Megaphone', shells: ['desk'] },
  },
  {
    path: '/operations',
    folder: 'operations',
    access: ['operations.view'],
    nav: { label: 'console.title', icon: 'Activity', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/users',
    folder: 'users',
    access: ['users.view'],
    nav: { label: 'users.title', icon: 'UserCog', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/users/$id',
    folder: 'user',
    access: ['users.view'],
  },
  {
    path: '/roles',
    folder: 'roles',
    access: ['users.view', 'roles.edit'],
    nav: { label: 'roles.title', icon: 'ShieldCheck', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/dead-letters',
    folder: 'dead-letters',
    access: ['dead_letters.manage'],
    nav: { label: 'deadLetters.title', icon: 'MailWarning', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/deliveries',
    folder: 'deliveries',
    access: ['deliveries.view'],
    nav: { label: 'deliveries.title', icon: 'Send', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/templates',
    folder: 'templates',
    access: ['templates.edit'],
    nav: { label: 'templates.title', icon: 'MailPlus', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/zone-groups',
    folder: 'zone-groups',
    access: ['zone_groups.edit'],
    nav: { label: 'zoneGroups.title', icon: 'UsersRound', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/schedules',
    folder: 'schedules',
    access: ['schedules.view'],
    nav: { label: 'schedules.title', icon: 'CalendarClock', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/webhooks',
    folder: 'webhooks',
    access: ['webhooks.manage'],
    nav: { label: 'webhooks.title', icon: 'Webhook', shells: ['desk'], section: 'operations' },
  },
  {
    path: '/audit',
    folder: 'audit',
    access: ['audit.view'],
    nav: { label: 'audit.title', icon: 'ScrollText', shells: ['desk'], section: 'operations' },
  },
];
