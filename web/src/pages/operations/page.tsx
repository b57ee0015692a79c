/** The operations console: what is late and why, then the state of everything that runs. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Console } from '../../../../src/contracts/console.ts';
import { consoleState } from '../../api/console.ts';
import { useText } from '../../i18n/text.ts';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { Time } from '../../lists/cells.tsx';
import { Deliveries } from './deliveries.tsx';
import { Groups } from './groups.tsx';
import styles from './page.module.css';
import { Processes } from './processes.tsx';
import { Queues } from './queues.tsx';
import { Schedules } from './schedules.tsx';
import { Troubles } from './troubles.tsx';

export function Page() {
  const text = useText();
  const query = useQuery(consoleState);
  return (
    <>
      <PageHeader title={text('console.title')} />
      <div className={styles.page}>
        {query.isPending ? (
          <SkeletonLines lines={12} />
        ) : query.data ? (
          <State state={query.data} old={query.isError} />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </div>
    </>
  );
}

function State({ state, old }: { readonly state: Console; readonly old: boolean }) {
  const text = useText();
  return (
    <>
      <Troubles troubles={state.troubles} />
      <p className={styles.stand} data-old={old || undefined}>
        {text(old ? 'console.old' : `console.by.${state.figuresBy}`)} <Time at={state.at} />
      </p>
      <Section title={text('console.processes')}>
        <Processes state={state} />
      </Section>
      <Section title={text('console.groups')}>
        <Groups state={state} />
      </Section>
      <Section title={text('console.queues')}>
        <Queues state={state} />
      </Section>
      <Section title={text('console.deliveries')}>
        <Deliveries state={state} />
      </Section>
      <Section title={text('schedules.title')}>
        <Schedules state={state} />
      </Section>
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
