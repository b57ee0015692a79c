/** One technician: whether they can be sent, what they can do, the work they have. */

import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ChevronDown, Pencil } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import * as z from 'zod/mini';
import { availabilities } from '../../../../src/contracts/technicians.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { ProblemError } from '../../api/problem-error.ts';
import {
  type Availability,
  setAvailability,
  type Technician,
  technicianKeys,
  technicianOne,
} from '../../api/technicians.ts';
import { useSearchOf, useSetSearch } from '../../app/search.ts';
import { useDeed } from '../../forms/use-deed.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Button } from '../../kit/button.tsx';
import { BackLink, Detail, DetailLoading } from '../../kit/detail.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { Menu } from '../../kit/menu.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import { RowLink } from '../../lists/cells.tsx';
import { Skills } from '../../people/skills.tsx';
import { TicketTable } from '../../people/ticket-table.tsx';
import { Today } from '../../people/today.tsx';
import { AvailabilityLabel } from '../../people/words.tsx';
import { useMay } from '../../session/session.ts';
import { NotFound } from '../trouble/not-found.tsx';

const TechnicianForm = lazy(async () => ({
  default: (await import('../../people/technician-form.tsx')).TechnicianForm,
}));
const search = z.object({ tab: z.enum(['open', 'all', 'skills']) });
const openStatuses = ['assigned', 'in_progress', 'on_hold'];

export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const one = useQuery(technicianOne(id));
  if (one.error instanceof ProblemError && one.error.status === 404) return <NotFound />;
  if (one.isError && !one.data) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  return one.data ? <TechnicianPage technician={one.data} /> : <DetailLoading />;
}

function TechnicianPage({ technician }: { readonly technician: Technician }) {
  const text = useText();
  const may = useMay();
  const { tab = 'open' } = useSearchOf(search);
  const setSearch = useSetSearch();
  const [editing, setEditing] = useState(false);
  return (
    <>
      <PageHeader
        title={technician.name}
        before={<BackLink to="/technicians" />}
        count={<AvailabilityLabel availability={technician.availability} />}
      >
        {may('technicians.edit') && (
          <>
            <AvailabilityMenu technician={technician} />
            <Button icon={<Pencil size={16} />} onClick={() => setEditing(true)}>
              {text('command.edit')}
            </Button>
          </>
        )}
      </PageHeader>
      <Detail facts={<TechnicianFacts technician={technician} />}>
        <Tabs
          value={tab}
          onChange={(next) => setSearch({ tab: next === 'open' ? undefined : next })}
          tabs={[
            {
              value: 'open',
              label: text('technicians.work'),
              content: (
                <TicketTable
                  filter={{ technicianId: [technician.id], status: openStatuses, sort: 'slaDueAt' }}
                />
              ),
            },
            {
              value: 'all',
              label: text('technicians.allWork'),
              content: <TicketTable filter={{ technicianId: [technician.id] }} />,
            },
            {
              value: 'skills',
              label: text('technicians.skills'),
              content: <Skills technician={technician} />,
            },
          ]}
        />
      </Detail>
      {editing && (
        <Suspense>
          <TechnicianForm technician={technician} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </>
  );
}

function TechnicianFacts({ technician }: { readonly technician: Technician }) {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const { ratingSum, ratingCount } = technician;
  return (
    <Facts label={text('ticket.facts')}>
      <Fact label={text('technicians.today')}>
        <Today technician={technician} />
      </Fact>
      <Fact label={text('technicians.rating')}>
        {ratingCount === 0 ? null : (
          <>
            {text('candidates.rating', { rating: ratingSum / ratingCount })} ·{' '}
            {text('technicians.rating.count', { count: ratingCount })}
          </>
        )}
      </Fact>
      <Fact label={text('field.employeeNumber')}>{technician.employeeNumber}</Fact>
      <Fact label={text('field.zone')}>{zoneName(technician.zone)}</Fact>
      <Fact label={text('field.skillLevel')}>{text(`skill.${technician.skillLevel}`)}</Fact>
      <Fact label={text('field.shift')}>{text(`shift.${technician.shift}`)}</Fact>
      <Fact label={text('field.maxTicketsPerDay')}>{formats.number(technician.maxTicketsPerDay)}</Fact>
      {technician.lastPosition && (
        <Fact label={text('technicians.position')}>
          {technician.lastPosition.latitude.toFixed(4)}, {technician.lastPosition.longitude.toFixed(4)}
          <br />
          {formats.dateTime(technician.lastPosition.at)}
        </Fact>
      )}
      {technician.userId && may('users.view') && (
        <Fact label={text('field.account')}>
          <RowLink to={`/users/${technician.userId}`}>{text('people.account')}</RowLink>
        </Fact>
      )}
    </Facts>
  );
}

function AvailabilityMenu({ technician }: { readonly technician: Technician }) {
  const text = useText();
  const { mutate } = useDeed<Availability>({
    act: (availability) => setAvailability(technician.id, availability),
    done: (availability) =>
      text('technicians.availabilityChanged', {
        name: technician.name,
        availability: text(`availability.${availability}`),
      }),
    stale: [technicianKeys.all],
  });
  return (
    <Menu
      trigger={
        <Button icon={<ChevronDown size={16} aria-hidden="true" />}>{text('field.availability')}</Button>
      }
      groups={[
        {
          key: 'availability',
          items: availabilities.map((value) => ({
            key: value,
            label: text(`availability.${value}`),
            checked: value === technician.availability,
            onSelect: () => value !== technician.availability && mutate(value),
          })),
        },
      ]}
    />
  );
}
