import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { useTechnicianName } from '../../tickets/names.ts';
import styles from './list.module.css';

export function CustomerCell({ ticket: { customer } }: { readonly ticket: Ticket }) {
  if (!customer) return <span className={styles.muted}>–</span>;
  return (
    <span className={styles.cut} title={customer.code}>
      {customer.name}
    </span>
  );
}

export function TypeCell({ type }: { readonly type: Ticket['type'] }) {
  const text = useText();
  return <span className={styles.cut}>{text(`ticket.type.${type}`)}</span>;
}

export function TechnicianCell({ ticket }: { readonly ticket: Ticket }) {
  const text = useText();
  const name = useTechnicianName()(ticket.technicianId);
  return name === undefined ? (
    <span className={styles.muted}>{text('ticket.nobody')}</span>
  ) : (
    <span className={styles.cut}>{name}</span>
  );
}
