/** Figures of the work over a period, beside the period before; each leads to the tickets that it counts. */
import { useText } from '../../i18n/text.ts';
import { PageHeader } from '../../kit/page-header.tsx';
import { Deliveries } from './deliveries.tsx';
import { Distributions } from './distributions.tsx';
import { ExportMenu } from './export-menu.tsx';
import { Funnel } from './funnel.tsx';
import { Overview } from './overview.tsx';
import styles from './page.module.css';
import { PeriodPicker } from './period-picker.tsx';
import { Compliance, Times } from './service.tsx';
import { Technicians } from './technicians.tsx';
import { Trend } from './trend.tsx';
import { usePeriod } from './use-period.ts';

export function Page() {
  const text = useText();
  const [period, setPeriod] = usePeriod();
  return (
    <>
      <PageHeader title={text('analytics.title')}>
        <ExportMenu period={period} />
      </PageHeader>
      <div className={styles.page}>
        <Overview />
        <PeriodPicker period={period} onChange={setPeriod} />
        <div className={styles.lead}>
          <Trend period={period} />
          <Compliance period={period} />
        </div>
        <Times period={period} />
        <Technicians period={period} />
        <Funnel period={period} />
        <Distributions period={period} />
        <Deliveries period={period} />
      </div>
    </>
  );
}
