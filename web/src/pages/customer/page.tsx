/** One customer: contacts, status, tickets; and a new ticket for them. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ChevronDown, Pencil, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { customerStatuses } from '../../../../src/contracts/customers.ts';
import {
  type Customer,
  type CustomerStatus,
  customerKeys,
  customerOne,
  setCustomerStatus,
} from '../../api/customers.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { AlertDialog } from '../../kit/alert-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { BackLink, Detail, DetailLoading } from '../../kit/detail.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { LinkButton } from '../../kit/link-button.tsx';
import { Menu } from '../../kit/menu.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { RowLink } from '../../lists/cells.tsx';
import { TicketTable } from '../../people/ticket-table.tsx';
import { CustomerStatusLabel } from '../../people/words.tsx';
import { useMay } from '../../session/session.ts';
import { NotFound } from '../trouble/not-found.tsx';

const CustomerForm = lazy(async () => ({
  default: (await import('../../people/customer-form.tsx')).CustomerForm,
}));

export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const one = useQuery(customerOne(id));
  if (one.error instanceof ProblemError && one.error.status === 404) return <NotFound />;
  if (one.isError && !one.data) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  return one.data ? <CustomerPage customer={one.data} /> : <DetailLoading />;
}

function CustomerPage({ customer }: { readonly customer: Customer }) {
  const text = useText();
  const may = useMay();
  const [editing, setEditing] = useState(false);
  return (
    <>
      <PageHeader
        title={customer.name}
        before={<BackLink to="/customers" />}
        count={<CustomerStatusLabel status={customer.status} />}
      >
        {may('customers.edit') && (
          <>
            <StatusMenu customer={customer} />
            <Button icon={<Pencil size={16} />} onClick={() => setEditing(true)}>
              {text('command.edit')}
            </Button>
          </>
        )}
        {may('tickets.create') && (
          <LinkButton
            to="/tickets/new"
            search={{ customer: customer.id }}
            icon={<Plus size={16} aria-hidden="true" />}
          >
            {text('nav.newTicket')}
          </LinkButton>
        )}
      </PageHeader>
      <Detail facts={<CustomerFacts customer={customer} />}>
        <h2>{text('tickets.title')}</h2>
        <TicketTable filter={{ customerId: customer.id }} />
      </Detail>
      {editing && (
        <Suspense>
          <CustomerForm customer={customer} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </>
  );
}

function CustomerFacts({ customer }: { readonly customer: Customer }) {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  return (
    <Facts label={text('ticket.facts')}>
      <Fact label={text('field.code')}>{customer.code}</Fact>
      <Fact label={text('field.phone')}>
        {customer.phone && <a href={`tel:${customer.phone}`}>{customer.phone}</a>}
      </Fact>
      <Fact label={text('field.email')}>
        {customer.email && <a href={`mailto:${customer.email}`}>{customer.email}</a>}
      </Fact>
      <Fact label={text('field.zone')}>{customer.zone}</Fact>
      <Fact label={text('field.createdAt')}>{formats.date(customer.createdAt)}</Fact>
      {customer.userId && may('users.view') && (
        <Fact label={text('field.account')}>
          <RowLink to={`/users/${customer.userId}`}>{text('people.account')}</RowLink>
        </Fact>
      )}
    </Facts>
  );
}

/** Asks before what takes somebody off the net. */
function StatusMenu({ customer }: { readonly customer: Customer }) {
  const text = useText();
  const [asked, setAsked] = useState<CustomerStatus>();
  const { mutate, isPending } = useDeed<CustomerStatus>({
    act: (status) => setCustomerStatus(customer.id, status, customer.version),
    done: (status) =>
      text('customers.statusChanged', { name: customer.name, status: text(`customers.status.${status}`) }),
    stale: [customerKeys.all],
    onDone: () => setAsked(undefined),
  });
  return (
    <>
      <Menu
        trigger={
          <Button icon={<ChevronDown size={16} aria-hidden="true" />}>
            {text('customers.changeStatus')}
          </Button>
        }
        groups={[
          {
            key: 'status',
            items: customerStatuses.map((status) => ({
              key: status,
              label: text(`customers.status.${status}`),
              checked: status === customer.status,
              onSelect: () => status !== customer.status && setAsked(status),
            })),
          },
        ]}
      />
      <AlertDialog
        open={asked !== undefined}
        title={text('customers.changeStatus')}
        description={text('customers.changeStatus.words', {
          name: customer.name,
          from: text(`customers.status.${customer.status}`),
          to: asked ? text(`customers.status.${asked}`) : '',
        })}
        confirm={text('action.confirm')}
        danger={asked === 'terminated' || asked === 'suspended'}
        busy={isPending}
        onConfirm={() => asked && mutate(asked)}
        onCancel={() => setAsked(undefined)}
      />
    </>
  );
}
