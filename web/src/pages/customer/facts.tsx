/** What there is to know of a customer, beside their work. */

import type { Customer } from '../../../../src/contracts/customers.ts';
import { zoneName } from '../../../../src/contracts/zone-name.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import { Email } from '../../kit/email.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { CellDetail, RowLink } from '../../lists/cells.tsx';
import { usePackages } from '../../packages/use-packages.ts';
import { useMay } from '../../session/session.ts';

export function CustomerFacts({ customer }: { readonly customer: Customer }) {
  const text = useText();
  const formats = useFormats();
  const may = useMay();
  const plan = usePackages().get(customer.packageId ?? '');
  return (
    <Facts label={text('ticket.facts')}>
      <Fact label={text('field.code')}>{customer.code}</Fact>
      {customer.erasedAt && (
        <Fact label={text('personalData.erasedAt')}>{formats.dateTime(customer.erasedAt)}</Fact>
      )}
      {customer.suspendReason && (
        <Fact label={text('customers.suspendedFor')}>
          {text(`customers.reason.${customer.suspendReason}`)}
        </Fact>
      )}
      <Fact label={text('field.package')}>
        {plan?.name ?? customer.package?.name ?? text('packages.none')}
        {plan && (
          <CellDetail>
            {text('packages.speed', { down: formats.number(plan.downMbps), up: formats.number(plan.upMbps) })}
            {' · '}
            {formats.rupiah(plan.monthlyPrice)}
          </CellDetail>
        )}
      </Fact>
      <Fact label={text('field.phone')}>
        {customer.phone && <a href={`tel:${customer.phone}`}>{customer.phone}</a>}
      </Fact>
      <Fact label={text('field.email')}>
        {customer.email && (
          <a href={`mailto:${customer.email}`}>
            <Email address={customer.email} />
          </a>
        )}
      </Fact>
      <Fact label={text('field.address')}>
        {customer.address && <AddressLines address={customer.address} />}
      </Fact>
      <Fact label={text('field.zone')}>{zoneName(customer.zone)}</Fact>
      <Fact label={text('field.createdAt')}>{formats.date(customer.createdAt)}</Fact>
      {customer.userId && may('users.view') && (
        <Fact label={text('field.account')}>
          <RowLink to={`/users/${customer.userId}`}>{text('people.account')}</RowLink>
        </Fact>
      )}
    </Facts>
  );
}

function AddressLines({ address }: { readonly address: NonNullable<Customer['address']> }) {
  const text = useText();
  const { street, rt, rw, kelurahan, kecamatan, city, postalCode, coordinates } = address;
  const neighbourhood = [rt && `RT ${rt}`, rw && `RW ${rw}`].filter(Boolean).join(' / ');
  return (
    <>
      {street}
      <CellDetail>
        {[neighbourhood, kelurahan, kecamatan].filter(Boolean).join(', ')}
        <br />
        {city} {postalCode}
      </CellDetail>
      {coordinates && (
        <a
          href={`https://www.openstreetmap.org/?mlat=${coordinates.latitude}&mlon=${coordinates.longitude}#map=18/${coordinates.latitude}/${coordinates.longitude}`}
          target="_blank"
          rel="noopener noreferrer"
        >
          {text('customers.map')}
        </a>
      )}
    </>
  );
}
