/** The start of those who keep the platform running: what needs them, and the tools to look deeper. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { auditList, deadLetterList, deliveryList, schedules } from '../../api/operations.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { Skeleton, SkeletonLines } from '../../kit/skeleton.tsx';
import { Time, UserName } from '../../lists/cells.tsx';
import { useTools } from '../../ops/tools.ts';
import { useMay } from '../../session/session.ts';
import styles from './page.module.css';

export function Page() {
  const text = useText();
  const may = useMay();
  const tools = useTools();
  return (
    <>
      <PageHeader title={text('overview.title')} />
      <div className={styles.page}>
        <div className={styles.tiles}>
          {may('dead_letters.manage') && <DeadLetters />}
          {may('deliveries.view') && <Undelivered />}
          {may('schedules.view') && <NextSchedule />}
        </div>
        {tools.length > 0 && (
          <section className={styles.section}>
            <h2>{text('overview.tools')}</h2>
            <ul className={styles.tools}>
              {tools.map(({ href, label, words, icon: Icon }) => (
                <li key={href}>
                  <a href={href} target="_blank" rel="noopener" className={styles.tool}>
                    <Icon size={18} aria-hidden="true" />
                    <span className={styles.words}>
                      <b>{text(label)}</b>
                      <span>{text(words)}</span>
                    </span>
                    <ArrowUpRight size={16} aria-hidden="true" />
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
        {may('audit.view') && <LastDeeds />}
      </div>
    </>
  );
}

/** A figure that leads to its page; anything above nothing wants to be looked at. */
function Tile({
  to,
  search = {},
  label,
  value,
  alarm = false,
}: {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly label: string;
  readonly value: ReactNode;
  readonly alarm?: boolean;
}) {
  return (
    <Link to={to} {...({ search } as object)} className={styles.tile}>
      <span className={styles.value} data-alarm={alarm || undefined}>
        {value ?? <Skeleton width={48} height={24} />}
      </span>
      <span>{label}</span>
    </Link>
  );
}

function DeadLetters() {
  const text = useText();
  const { data } = useInfiniteQuery(deadLetterList({ status: 'dead' }));
  return <Tile to="/dead-letters" label={text('overview.deadLetters')} {...useCount(data?.pages)} />;
}

function Undelivered() {
  const text = useText();
  const status = ['failed', 'unknown'];
  const { data } = useInfiniteQuery(deliveryList({ status }));
  return (
    <Tile
      to="/deliveries"
      search={{ status: status.join(',') }}
      label={text('overview.undelivered')}
      {...useCount(data?.pages)}
    />
  );
}

function NextSchedule() {
  const text = useText();
  const formats = useFormats();
  const { data } = useQuery(schedules);
  const paused = data?.data.filter((one) => one.paused).length ?? 0;
  return (
    <Tile
      to="/schedules"
      label={text('overview.paused')}
      value={data && formats.number(paused)}
      alarm={paused > 0}
    />
  );
}

function useCount(
  pages: readonly {
    readonly data: readonly unknown[];
    readonly page: { readonly next: string | null };
  }[] = [],
) {
  const formats = useFormats();
  const count = pages.reduce((sum, page) => sum + page.data.length, 0);
  const more = pages.at(-1)?.page.next ? '+' : '';
  return { value: pages.length > 0 ? `${formats.number(count)}${more}` : undefined, alarm: count > 0 };
}

function LastDeeds() {
  const text = useText();
  const list = useInfiniteQuery(auditList({}));
  const rows = list.data?.pages[0]?.data.slice(0, 8) ?? [];
  return (
    <section className={styles.section}>
      <h2>
        <Link to={'/audit' as string}>{text('audit.title')}</Link>
      </h2>
      {list.isPending ? (
        <SkeletonLines lines={4} />
      ) : list.isError && rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <p className={styles.none}>{text('audit.empty')}</p>
      ) : (
        <ul className={styles.deeds}>
          {rows.map((row) => (
            <li key={row.id}>
              <Time at={row.at} />
              <UserName {...row.by} />
              <span className="mono">{row.action}</span>
              <span className={styles.none}>{row.target}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
