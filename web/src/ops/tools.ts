/** Operators' pages that the server itself makes; they open in the same session. */
import { ArrowLeftRight, type LucideIcon, Mails, Waypoints } from 'lucide-react';
import type { Permission } from '../../../src/contracts/permissions.ts';
import type { MessageId } from '../i18n/text.ts';
import { useMay } from '../session/session.ts';

export interface Tool {
  readonly href: string;
  readonly label: MessageId;
  readonly words: MessageId;
  readonly icon: LucideIcon;
  readonly access: Permission;
}

const tools: readonly Tool[] = [
  {
    href: '/admin/queues',
    label: 'tools.queues',
    words: 'tools.queues.words',
    icon: ArrowLeftRight,
    access: 'queues.view',
  },
  {
    href: '/ops/traces',
    label: 'tools.traces',
    words: 'tools.traces.words',
    icon: Waypoints,
    access: 'traces.view',
  },
  {
    href: '/ops/outbox',
    label: 'tools.outbox',
    words: 'tools.outbox.words',
    icon: Mails,
    access: 'outbox.view',
  },
];

export function useTools(): readonly Tool[] {
  const may = useMay();
  return tools.filter(({ access }) => may(access));
}
