/**
 * THE rule of what people wish (P): what is told where, and when. Pure: preferences, priority, type and time come in.
 *
 * - P1 A one-time code goes out now, whatever anybody chose.
 * - P2 A channel that is switched off is told nothing, urgent or not; what is always told cannot be switched off.
 * - P3 The inbox is told at once: it wakes nobody.
 * - P4 What is critical waits for nothing.
 * - P5 A digest takes what is left, then quiet hours do. A digest due in quiet hours waits for their end.
 */
import {
  choiceOf,
  type Digest,
  type NoticeChannel,
  type NoticePreferences,
  type NoticeTypeName,
  noticeChannels,
  type QuietHours,
} from '../../contracts/notice-preferences.ts';
import { nextInstant } from '../../engine/cron-instants.ts';

export type Plan =
  | { readonly when: 'now' }
  /** Held until an ISO instant. */
  | { readonly when: 'at'; readonly at: string }
  /** Gathered into the message of that instant. */
  | { readonly when: 'digest'; readonly period: Exclude<Digest, 'immediate'>; readonly at: string }
  | { readonly when: 'never'; readonly reason: 'switched_off' };

export interface Planned {
  readonly preferences: NoticePreferences;
  /** Undefined for what nobody can choose. */
  readonly type: NoticeTypeName | undefined;
  /** 1 one-time codes, 2 critical, 3 normal, 4 bulk. */
  readonly priority: number;
  /** ISO instant. */
  readonly now: string;
  /** IANA zone of the portal. */
  readonly zone: string;
}

/** A daily digest comes when the day begins; an hourly one on the hour. */
const DIGEST_CRON = { hourly: '0 * * * *', daily: '0 8 * * *' } as const;

export function planNotice(notice: Planned): Readonly<Record<NoticeChannel, Plan>> {
  const plans = noticeChannels.map((channel) => [channel, planChannel(channel, notice)] as const);
  return Object.fromEntries(plans) as Record<NoticeChannel, Plan>;
}

function planChannel(channel: NoticeChannel, notice: Planned): Plan {
  const { preferences, type, priority, now, zone } = notice;
  if (priority === 1) return { when: 'now' };
  const { off, digest } =
    type === undefined ? { off: [], digest: 'immediate' as const } : choiceOf(preferences, type);
  if (off.includes(channel)) return { when: 'never', reason: 'switched_off' };
  if (channel === 'in_app' || priority === 2) return { when: 'now' };
  if (digest !== 'immediate') {
    const due = nextInstant(DIGEST_CRON[digest], zone, Date.parse(now));
    return { when: 'digest', period: digest, at: quietUntil(preferences.quietHours, due, zone) ?? due };
  }
  const at = quietUntil(preferences.quietHours, now, zone);
  return at === undefined ? { when: 'now' } : { when: 'at', at };
}

/** When the quiet hours end that the instant lies in; undefined outside of them. */
function quietUntil(hours: QuietHours | null, instant: string, zone: string): string | undefined {
  if (!hours) return undefined;
  const clock = wallClock(instant, zone);
  const { from, to } = hours;
  const quiet = from < to ? from <= clock && clock < to : from <= clock || clock < to;
  if (!quiet) return undefined;
  const [hour = '', minute = ''] = to.split(':');
  return nextInstant(`${Number(minute)} ${Number(hour)} * * *`, zone, Date.parse(instant));
}

/** `HH:MM`, which sorts as text. */
function wallClock(instant: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(new Date(instant));
}
