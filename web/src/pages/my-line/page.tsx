/** What a customer has: the line and its package, equipment, contacts, and how it came to be. */
import { useQuery } from '@tanstack/react-query';
import { Pencil, Router } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Customer } from '../../../../src/contracts/customers.ts';
import { customerOne } from '../../api/customers.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { Email } from '../../kit/email.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { SkeletonLines } from '../../kit/skeleton.tsx';
import { CustomerStatusLabel } from '../../people/words.tsx';
import { addressLines } from '../../registrations/words.tsx';
import { useMay, useUser } from '../../session/session.ts';
import { Equipment } from './equipment.tsx';
import styles from './page.module.css';
import { Registrations } from './registrations.tsx';

const ContactsForm = lazy(async () => ({ default: (await import('./contacts-form.tsx')).ContactsForm }));

export function Page() {
  const text = useText();
  const { customerId } = useUser();
  return (
    <>
      <PageHeader title={text('myLine.title')} />
      <div className={styles.page}>
        {customerId === undefined ? (
          <EmptyState icon={<Router size={22} />} title={text('myLine.none')}>
            {text('myLine.none.words')}
          </EmptyState>
        ) : (
          <Line id={customerId} />
        )}
      </div>
    </>
  );
}

function Line({ id }: { readonly id: string }) {
  const one = useQuery(customerOne(id));
  if (one.isError && !one.data) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  if (!one.data) return <SkeletonLines lines={8} />;
  return (
    <>
      <Subscription customer={one.data} />
      <Contacts customer={one.data} />
      <Equipment equipment={one.data.equipment} />
      <Registrations customerId={id} />
    </>
  );
}

function Subscription({ customer }: { readonly customer: Customer }) {
  const text = useText();
  const formats = useFormats();
  const plan = customer.package;
  return (
    <section className={styles.group}>
      <h2>{text('myLine.subscription')}</h2>
      <dl className={styles.facts}>
        <Fact label={text('field.status')}>
          <CustomerStatusLabel status={customer.status} />
          {customer.suspendReason && <div>{text(`customers.reason.${customer.suspendReason}`)}</div>}
        </Fact>
        <Fact label={text('field.code')}>{customer.code}</Fact>
        <Fact label={text('field.package')}>
          {plan ? plan.name : text('packages.none')}
          {plan && (
            <div className={styles.muted}>
              {text('packages.speed', {
                down: formats.number(plan.downMbps),
                up: formats.number(plan.upMbps),
              })}
              {' · '}
              {text('myLine.perMonth', { price: formats.rupiah(plan.monthlyPrice) })}
            </div>
          )}
        </Fact>
      </dl>
    </section>
  );
}

function Contacts({ customer }: { readonly customer: Customer }) {
  const text = useText();
  const may = useMay();
  const [editing, setEditing] = useState(false);
  return (
    <section className={styles.group}>
      <div className={styles.head}>
        <h2>{text('myLine.contacts')}</h2>
        {may('customers.edit_own') && (
          <Button icon={<Pencil size={16} aria-hidden="true" />} onClick={() => setEditing(true)}>
            {text('myLine.edit')}
          </Button>
        )}
      </div>
      <dl className={styles.facts}>
        <Fact label={text('field.name')}>{customer.name}</Fact>
        <Fact label={text('field.phone')}>{customer.phone}</Fact>
        <Fact label={text('field.email')}>{customer.email && <Email address={customer.email} />}</Fact>
        <Fact label={text('field.address')}>
          {customer.address && addressLines(customer.address).map((line) => <div key={line}>{line}</div>)}
        </Fact>
      </dl>
      <p className={styles.muted}>{text('myLine.contacts.words')}</p>
      {editing && (
        <Suspense>
          <ContactsForm customer={customer} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children || '–'}</dd>
    </div>
  );
}
