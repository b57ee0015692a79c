/** How the work stands now; what today, this week and this month brought, beside as many days before. */
import { useQuery } from '@tanstack/react-query';
import { figuresOverview } from '../../api/analytics.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { Delta } from './delta.tsx';
import styles from './page.module.css';
import { spanOf } from './period.ts';
import { TicketsLink } from './tickets-link.tsx';

const open = ['open', 'assigned', 'in_progress', 'on_hold'] as const;

export function Overview() {
  const text = useText();
  const formats = useFormats();
  const { data, error, refetch } = useQuery(figuresOverview);
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <SkeletonLines lines={4} />;
  const standing = data.statuses.filter(({ status }) => open.some((one) => one === status));
  return (
    <div className={styles.overview}>
      {data.behind > 500 && (
        <p className={styles.behind} role="status">
          {text('analytics.behind', { count: data.behind })}
        </p>
      )}
      <div className={styles.tiles}>
        {data.spans.map(({ span, period, created, completed, createdBefore, completedBefore }) => (
          <dl key={span} className={styles.tile}>
            <dt>{text(`analytics.span.${span}`)}</dt>
            <dd>
              <TicketsLink search={{ created: spanOf(period) }}>
                <b>{formats.number(created)}</b> {text('analytics.created')}
              </TicketsLink>
              <Delta now={created} before={createdBefore} />
            </dd>
            <dd>
              <TicketsLink search={{ completed: spanOf(period), sort: '-updatedAt' }}>
                <b>{formats.number(completed)}</b> {text('analytics.completed')}
              </TicketsLink>
              <Delta now={completed} before={completedBefore} />
            </dd>
          </dl>
        ))}
        <dl className={styles.tile}>
          <dt>{text('analytics.now')}</dt>
          {standing.map(({ status, count }) => (
            <dd key={status} className={styles.line}>
              <TicketsLink search={{ status }}>{text(`ticket.status.${status}`)}</TicketsLink>
              <span className={styles.number}>{formats.number(count)}</span>
            </dd>
          ))}
        </dl>
      </div>
    </div>
  );
}
