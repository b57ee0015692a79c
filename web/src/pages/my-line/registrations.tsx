import { useQuery } from '@tanstack/react-query';
import { registrationsOf } from '../../api/customers.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { ErrorState } from '../../kit/error-state.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { RegistrationStatusLabel } from '../../registrations/words.tsx';
import styles from './page.module.css';

/** How the line came to be. */
export function Registrations({ customerId }: { readonly customerId: string }) {
  const text = useText();
  const formats = useFormats();
  const list = useQuery(registrationsOf(customerId));
  return (
    <section className={styles.group}>
      <h2>{text('registrations.title')}</h2>
      {list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <SkeletonLines lines={2} />
      ) : list.data.data.length === 0 ? (
        <p className={styles.muted}>{text('myLine.noRegistrations')}</p>
      ) : (
        <ul className={styles.list}>
          {list.data.data.map((one) => (
            <li key={one.id}>
              <span>{[one.number, one.package].filter(Boolean).join(' · ')}</span>
              <RegistrationStatusLabel status={one.status} />
              <span className={styles.muted}>{formats.date(one.createdAt)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
