import { Link } from '@tanstack/react-router';
import {
  AlarmClock,
  Archive,
  Bell,
  ChartColumn,
  Check,
  Image as ImageIcon,
  type LucideIcon,
  MessageSquare,
  ShieldAlert,
  Ticket,
  TriangleAlert,
  UserCog,
} from 'lucide-react';
import type { Notice } from '../../api/notifications.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../kit/icon-button.tsx';
import type { Tone } from '../../kit/status-dot.tsx';
import { useNoticePath } from '../../notices/notice-path.ts';
import { useNoticeStep } from '../../notices/use-notice-step.ts';
import { useMay } from '../../session/session.ts';
import styles from './notice-row.module.css';

/** The first that begins like the template. */
const looks: readonly (readonly [string, LucideIcon, Tone])[] = [
  ['ticket.sla_breached', AlarmClock, 'danger'],
  ['ticket.escalated', AlarmClock, 'danger'],
  ['ticket.sla_warned', AlarmClock, 'warning'],
  ['ticket.commented', MessageSquare, 'information'],
  ['ticket.attached', ImageIcon, 'information'],
  ['ticket.completed', Check, 'good'],
  ['ticket.', Ticket, 'accent'],
  ['account.', ShieldAlert, 'warning'],
  ['user.', UserCog, 'neutral'],
  ['incident.provider_up', Check, 'good'],
  ['incident.on_time', Check, 'good'],
  ['incident.', TriangleAlert, 'danger'],
  ['summary.', ChartColumn, 'neutral'],
];

/** One notice: leads to what it tells of, and can be marked as read or put away where it stands. */
export function NoticeRow({
  notice,
  watch,
}: {
  readonly notice: Notice;
  readonly watch: (element: HTMLElement | null, notice: Notice) => (() => void) | undefined;
}) {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const step = useNoticeStep();
  const { subject, text: body } = notice.words ?? {
    subject: text('inbox.unknown.title'),
    text: text('inbox.unknown.text'),
  };
  const path = useNoticePath()(notice.entity);
  const { id, readAt, archivedAt, traceId, eventId, createdAt } = notice;
  const [, Icon, tone] = looks.find(([start]) => notice.template.startsWith(start)) ?? ['', Bell, 'neutral'];
  const read = () => {
    if (readAt === null) step({ id, step: 'read', silent: true });
  };
  return (
    <li className={styles.row} data-unread={readAt === null || undefined} ref={(row) => watch(row, notice)}>
      <span className={styles.icon} data-tone={tone} aria-hidden="true">
        <Icon size={16} />
      </span>
      <div className={styles.words}>
        <h3 className={styles.title}>
          {path ? (
            <Link to={path} className={styles.link} onClick={read}>
              {subject}
            </Link>
          ) : (
            subject
          )}
          {readAt === null && <span className="visually-hidden"> ({text('inbox.unread')})</span>}
        </h3>
        <p className={styles.text}>{body}</p>
        <p className={styles.meta}>
          <time dateTime={createdAt} title={formats.dateTime(createdAt)}>
            {formats.short(createdAt)}
          </time>
          {traceId && may('traces.view') && (
            <a className={styles.trace} href={`/ops/traces/${traceId}`} target="_blank" rel="noreferrer">
              {text('ticket.trace')}
            </a>
          )}
          {eventId && may('traces.view') && (
            <a className={styles.trace} href={`/ops/events/${eventId}`} target="_blank" rel="noreferrer">
              {text('ticket.journey')}
            </a>
          )}
        </p>
      </div>
      <div className={styles.actions}>
        {readAt === null && (
          <IconButton
            label={text('inbox.read', { title: subject })}
            onClick={() => step({ id, step: 'read' })}
          >
            <Check size={18} />
          </IconButton>
        )}
        {archivedAt === null && (
          <IconButton
            label={text('inbox.archive', { title: subject })}
            onClick={() => step({ id, step: 'archive' })}
          >
            <Archive size={18} />
          </IconButton>
        )}
      </div>
    </li>
  );
}
