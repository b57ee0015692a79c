/** Some of the kinds of tickets. */
import { type TicketType, ticketTypes } from '../../../../src/contracts/tickets.ts';
import { useText } from '../../i18n/text.ts';
import { Checkbox } from '../../kit/checkbox.tsx';
import styles from './page.module.css';

export function Kinds({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: readonly TicketType[];
  readonly onChange: (kinds: TicketType[]) => void;
}) {
  const text = useText();
  return (
    <fieldset className={styles.kinds}>
      <legend className={styles.legend}>{label}</legend>
      {ticketTypes.map((kind) => (
        <Checkbox
          key={kind}
          label={text(`ticket.type.${kind}`)}
          checked={value.includes(kind)}
          onChange={(on) => onChange(ticketTypes.filter((one) => (one === kind ? on : value.includes(one))))}
        />
      ))}
    </fieldset>
  );
}
