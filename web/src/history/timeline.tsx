/** What happened, from the log, newest at the bottom where the next comment goes. */
import { Bot, Headset, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HistoryEntry } from '../api/tickets.ts';
import { useFormats } from '../i18n/formats.ts';
import { useText } from '../i18n/text.ts';
import { Avatar } from '../kit/avatar.tsx';
import { Badge } from '../kit/badge.tsx';
import { SkeletonLines } from '../kit/skeleton.tsx';
import { useMay, useUser } from '../session/session.ts';
import styles from './timeline.module.css';

export interface EntryWords {
  readonly line: string;
  /** What somebody wrote. */
  readonly quote?: string | undefined;
}

type WordsOf = (entry: HistoryEntry) => EntryWords;

export function Timeline({
  entries,
  wordsOf,
}: {
  readonly entries: readonly HistoryEntry[] | undefined;
  readonly wordsOf: WordsOf;
}) {
  if (!entries) return <SkeletonLines lines={5} />;
  return (
    <ol className={styles.list}>
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} words={wordsOf(entry)} />
      ))}
    </ol>
  );
}

function Entry({ entry, words }: { readonly entry: HistoryEntry; readonly words: EntryWords }) {
  const text = useText();
  const me = useUser();
  const comment = entry.type === 'ticket.commented';
  const internal = entry.data.internal === true;
  const person = entry.by.kind === 'user';
  const known = entry.by.id === me.id ? me.name : entry.by.name;
  const name =
    entry.by.id === me.id
      ? text('ticket.me')
      : (entry.by.name ?? text(person ? 'ticket.staff' : 'ticket.system'));
  return (
    <li
      className={styles.entry}
      data-comment={comment || undefined}
      data-internal={(comment && internal) || undefined}
    >
      {known ? (
        <Avatar name={known} />
      ) : (
        <span className={styles.system} aria-hidden="true">
          {person ? <Headset size={16} /> : <Bot size={16} />}
        </span>
      )}
      <div className={styles.body}>
        <Line name={name} entry={entry}>
          {!comment && <span>{words.line}</span>}
          {internal && (
            <Badge tone="warning">
              <Lock size={11} aria-hidden="true" /> {text('comment.internal')}
            </Badge>
          )}
        </Line>
        {words.quote && <p className={comment ? styles.comment : styles.quote}>{words.quote}</p>}
      </div>
    </li>
  );
}

function Line({
  name,
  entry,
  children,
}: {
  readonly name: string;
  readonly entry: HistoryEntry;
  readonly children: ReactNode;
}) {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  return (
    <div className={styles.line}>
      <strong>{name}</strong>
      {children}
      <time dateTime={entry.at} title={formats.dateTime(entry.at)} className={styles.time}>
        {formats.short(entry.at)}
      </time>
      {entry.traceId && may('traces.view') && (
        <a className={styles.trace} href={`/ops/traces/${entry.traceId}`} target="_blank" rel="noreferrer">
          {text('ticket.trace')}
        </a>
      )}
      {may('traces.view') && (
        <a className={styles.trace} href={`/ops/events/${entry.id}`} target="_blank" rel="noreferrer">
          {text('ticket.journey')}
        </a>
      )}
    </div>
  );
}
