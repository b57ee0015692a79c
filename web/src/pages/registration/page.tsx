/** One registration: who and where, how far it is, what can be done next, and what happened. */

import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Registration } from '../../../../src/contracts/registrations.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { registrationKeys, registrationOne } from '../../api/registrations.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { BackLink, Detail, DetailLoading } from '../../kit/detail.tsx';
import { Email } from '../../kit/email.tsx';
import { ErrorState } from '../../kit/error-state.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { PageHeader } from '../../kit/page-header.tsx';
import { RowLink } from '../../lists/cells.tsx';
import { PersonalData } from '../../people/personal-data.tsx';
import { addressLines, RegistrationStatusLabel } from '../../registrations/words.tsx';
import { NotFound } from '../trouble/not-found.tsx';
import { Commands } from './commands.tsx';
import { History } from './history.tsx';

export function Page() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const one = useQuery(registrationOne(id));
  if (one.error instanceof ProblemError && one.error.status === 404) return <NotFound />;
  if (one.isError && !one.data) return <ErrorState error={one.error} onRetry={() => void one.refetch()} />;
  return one.data ? <RegistrationPage registration={one.data} /> : <DetailLoading />;
}

function RegistrationPage({ registration }: { readonly registration: Registration }) {
  const text = useText();
  return (
    <>
      <PageHeader
        title={registration.name}
        before={<BackLink to="/registrations" />}
        count={<RegistrationStatusLabel status={registration.status} />}
      >
        <Commands registration={registration} />
        <PersonalData
          kind="registration"
          id={registration.id}
          name={registration.name}
          confirm={registration.number}
          erasable={registration.erasedAt === null}
          stale={[registrationKeys.all]}
        />
      </PageHeader>
      <Detail facts={<RegistrationFacts registration={registration} />}>
        <h2>{text('registrations.history')}</h2>
        <History id={registration.id} />
      </Detail>
    </>
  );
}

function RegistrationFacts({ registration }: { readonly registration: Registration }) {
  const text = useText();
  const formats = useFormats();
  const { surveyTicket, installationTicket, customerId, customerCode, feasible } = registration;
  return (
    <Facts label={text('registrations.facts')}>
      <Fact label={text('field.number')}>{registration.number}</Fact>
      {registration.erasedAt ? (
        <Fact label={text('personalData.erasedAt')}>{formats.dateTime(registration.erasedAt)}</Fact>
      ) : (
        <Fact label={text('field.phone')}>
          <a href={`tel:${registration.phone}`}>{registration.phone}</a>
        </Fact>
      )}
      <Fact label={text('field.email')}>
        {registration.email && (
          <a href={`mailto:${registration.email}`}>
            <Email address={registration.email} />
          </a>
        )}
      </Fact>
      <Fact label={text('field.address')}>
        {(registration.erasedAt ? [] : addressLines(registration.address)).map((line) => (
          <div key={line}>{line}</div>
        ))}
      </Fact>
      <Fact label={text('field.zone')}>{registration.zone && zoneName(registration.zone)}</Fact>
      <Fact label={text('field.package')}>{registration.packageName}</Fact>
      <Fact label={text('registrations.preferred')}>
        {`${formats.date(registration.preferredDate)}, ${text(`registrations.slot.${registration.preferredSlot}`)}`}
      </Fact>
      {surveyTicket && (
        <Fact label={text('registrations.survey')}>
          <RowLink to={`/tickets/${surveyTicket.id}`}>{surveyTicket.number}</RowLink>
          {registration.surveyAt && <div>{formats.dateTime(registration.surveyAt)}</div>}
          {feasible === null && registration.surveyTicketStatus === 'cancelled' && (
            <div>{text('registrations.surveyCancelled')}</div>
          )}
          {feasible !== null && (
            <div>{text(feasible ? 'registrations.feasible' : 'registrations.notFeasible')}</div>
          )}
          {registration.surveyNote && <div>{registration.surveyNote}</div>}
        </Fact>
      )}
      {registration.surveyWaived && (
        <Fact label={text('registrations.survey')}>{text('registrations.waived')}</Fact>
      )}
      {registration.rejectReason && <Fact label={text('field.reason')}>{registration.rejectReason}</Fact>}
      {customerId && (
        <Fact label={text('field.customer')}>
          <RowLink to={`/customers/${customerId}`}>{customerCode}</RowLink>
        </Fact>
      )}
      {installationTicket && (
        <Fact label={text('registrations.installation')}>
          <RowLink to={`/tickets/${installationTicket.id}`}>{installationTicket.number}</RowLink>
        </Fact>
      )}
    </Facts>
  );
}
