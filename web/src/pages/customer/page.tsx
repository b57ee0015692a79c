/** One customer: account, tickets, what happened, equipment, notes; and a new ticket for them. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Pencil, Plus } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import * as z from 'zod/mini';
import type { Customer } from '../../../../src/contracts/customers.ts';
import { customerHistory, customerKeys, customerOne } from '../../api/customers.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { Timeline } from '../../history/timeline.tsx';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { BackLink, Detail, DetailLoading } from '../../kit/detail.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { LinkButton } from '../../kit/link-button.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import { LedgerLink } from '../../ops/ledger-link.tsx';
import { PersonalData } from '../../people/personal-data.tsx';
import { TicketTable } from '../../people/ticket-table.tsx';
import { CustomerStatusLabel } from '../../people/words.tsx';
import { useMay } from '../../session/session.ts';
import { NotFound } from '../trouble/not-found.tsx';
import { AccountCommands } from './account-commands.tsx';
import { EquipmentList } from './equipment.tsx';
import { CustomerFacts } from './facts.tsx';
import { useCustomerWords } from './history-words.ts';
import { Notes } from './notes.tsx';

const CustomerForm = lazy(async () => ({
  default: (await import('../../people/customer-form.tsx')).CustomerForm,
}));
const tabs = ['tickets', 'history', 'equipment', 'notes'] as const;
const search = z.object({ tab: z.optional(z.enum(tabs)) });

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
  const { tab = 'tickets' } = useSearchOf(search);
  const setSearch = useSetSearch();
  const [editing, setEditing] = useState(false);
  const content: Readonly<Record<(typeof tabs)[number], ReactNode>> = {
    tickets: <TicketTable filter={{ customerId: [customer.id] }} />,
    history: <History id={customer.id} />,
    equipment: <EquipmentList customer={customer} />,
    notes: <Notes customer={customer} />,
  };
  return (
    <>
      <PageHeader
        title={customer.name}
        before={<BackLink to="/customers" />}
        count={<CustomerStatusLabel status={customer.status} />}
      >
        <LedgerLink search={{ recipientId: [customer.id, customer.userId].filter(Boolean).join() }} />
        <AccountCommands customer={customer} />
        <PersonalData
          kind="customer"
          id={customer.id}
          name={customer.name}
          confirm={customer.code}
          erasable={customer.erasedAt === null}
          stale={[customerKeys.all]}
        />
        {may('customers.edit') && customer.erasedAt === null && (
          <Button icon={<Pencil size={16} />} onClick={() => setEditing(true)}>
            {text('command.edit')}
          </Button>
        )}
        {may('tickets.create') && customer.erasedAt === null && (
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
        <Tabs
          value={tab}
          onChange={(next) => setSearch({ tab: next === 'tickets' ? undefined : next })}
          tabs={tabs.map((value) => ({
            value,
            label: text(`customers.tab.${value}`),
            content: content[value],
          }))}
        />
      </Detail>
      {editing && (
        <Suspense>
          <CustomerForm customer={customer} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </>
  );
}

function History({ id }: { readonly id: string }) {
  const history = useQuery(customerHistory(id));
  const wordsOf = useCustomerWords();
  return history.isError && !history.data ? (
    <ErrorState error={history.error} onRetry={() => void history.refetch()} />
  ) : (
    <Timeline entries={history.data} wordsOf={wordsOf} />
  );
}
