/** The start of those who look over the whole: a manager over the work, who is on call over the platform, an administrator over both. */
import { ChartLine, LayoutGrid } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import { LinkButton } from '../../kit/link-button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { useMay, useUser } from '../../session/session.ts';
import { Admin } from './admin.tsx';
import styles from './page.module.css';
import { Watch } from './watch.tsx';
import { Work } from './work.tsx';

export function Page() {
  const text = useText();
  const may = useMay();
  const { role } = useUser();
  const Content = role === 'manager' ? Work : role === 'noc' ? Watch : Admin;
  return (
    <>
      <PageHeader title={text('overview.title')}>
        {may('analytics.view') && (
          <LinkButton to="/analytics" variant="secondary" icon={<ChartLine size={16} aria-hidden="true" />}>
            {text('analytics.title')}
          </LinkButton>
        )}
        {may('tickets.assign') && (
          <LinkButton to="/board" variant="secondary" icon={<LayoutGrid size={16} aria-hidden="true" />}>
            {text('board.title')}
          </LinkButton>
        )}
      </PageHeader>
      <div className={styles.page}>
        <Content />
      </div>
    </>
  );
}
