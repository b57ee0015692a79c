/** A technician's own figures: what they completed, in time and for good, and how it was rated. */
import { useQuery } from '@tanstack/react-query';
import { TrendingUp } from 'lucide-react';
import type { FigureRow } from '../../../../src/contracts/analytics.ts';
import { figure } from '../../api/analytics.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { LinkButton } from '../../kit/link-button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { useUser } from '../../session/session.ts';
import { Delta, PointsDelta, shareOf } from '../analytics/delta.tsx';
import { PeriodPicker } from '../analytics/period-picker.tsx';
import { usePeriod } from '../analytics/use-period.ts';
import styles from './page.module.css';

export function Page() {
  const text = useText();
  const { technicianId } = useUser();
  const [period, setPeriod] = usePeriod();
  const { data, error, refetch } = useQuery(figure('technicians', period));
  const own = (rows: readonly FigureRow<'technicians'>[]) =>
    rows.find((row) => row.technicianId === technicianId);
  const row = data && own(data.data);
  return (
    <>
      <PageHeader title={text('performance.title')} />
      <div className={styles.page}>
        <PeriodPicker period={period} onChange={setPeriod} />
        {row ? (
          <Own row={row} before={own(data.dataBefore)} />
        ) : data ? (
          <EmptyState
            icon={<TrendingUp size={22} />}
            title={text('performance.none')}
            action={<LinkButton to="/">{text('nav.start')}</LinkButton>}
          >
            {text('performance.none.words')}
          </EmptyState>
        ) : error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <SkeletonLines lines={4} />
        )}
      </div>
    </>
  );
}

function Own({
  row,
  before,
}: {
  readonly row: FigureRow<'technicians'>;
  readonly before: FigureRow<'technicians'> | undefined;
}) {
  const text = useText();
  const formats = useFormats();
  const shares = (['onTime', 'firstTime'] as const).map((what) => ({
    what,
    now: shareOf(row[what], row.completed),
    was: before && shareOf(before[what], before.completed),
  }));
  return (
    <dl className={styles.figures}>
      <div>
        <dt>{text('filter.completed')}</dt>
        <dd>
          {formats.number(row.completed)} <Delta now={row.completed} before={before?.completed ?? 0} />
        </dd>
      </div>
      {shares.map(({ what, now, was }) => (
        <div key={what}>
          <dt>{text(`analytics.${what}`)}</dt>
          <dd>
            {now === undefined ? '–' : formats.percent(now)} <PointsDelta now={now} before={was} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{text('analytics.rating')}</dt>
        <dd>
          {row.rating === null ? '–' : formats.number(row.rating)}{' '}
          <span className={styles.count}>{text('analytics.ratings', { count: row.ratings })}</span>
        </dd>
      </div>
    </dl>
  );
}
