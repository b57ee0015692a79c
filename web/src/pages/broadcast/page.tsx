/** One message to many; and a test notice to find out whether notices arrive. */

import { useText } from '../../i18n/text.ts';
import { PageHeader } from '../../kit/page-header.tsx';
import { Own } from '../../session/rendered.ts';
import { useMay } from '../../session/session.ts';
import { BroadcastForm } from './broadcast-form.tsx';
import styles from './page.module.css';
import { TestNotice } from './test-notice.tsx';

export function Page() {
  const text = useText();
  const may = useMay();
  return (
    <>
      <PageHeader title={text('broadcast.title')} />
      <div className={styles.page}>
        {may('broadcasts.send') && (
          <Own>
            <BroadcastForm />
          </Own>
        )}
        {may('notifications.test') && <TestNotice />}
      </div>
    </>
  );
}
