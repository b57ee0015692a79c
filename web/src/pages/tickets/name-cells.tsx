import type { Ticket } from '../../../../src/contracts/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { useCustomerName, useTechnicianName } from '../../tickets/names.ts';
import styles from './list.module.css';

export function CustomerCell({ id, scrolling }: { readonly id: string | null; readonly scrolling: boolean }) {
  const name = useCustomerName(id, scrolling);
  if (id === null) return <span className={styles.muted}>–</span>;
  return <span className={styles.cut}>{name ?? '…'}</span>;
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
