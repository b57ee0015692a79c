import type { Customer } from '../../../../src/contracts/customers.ts';
import { useFormats } from '../../i18n/formats.ts';
import { useText } from '../../i18n/text.ts';
import styles from './page.module.css';

/** What stands at home and is the provider's. */
export function Equipment({ equipment }: Pick<Customer, 'equipment'>) {
  const text = useText();
  const formats = useFormats();
  return (
    <section className={styles.group}>
      <h2>{text('customers.tab.equipment')}</h2>
      {equipment.length === 0 ? (
        <p className={styles.muted}>{text('myLine.noEquipment')}</p>
      ) : (
        <ul className={styles.list}>
          {equipment.map(({ serial, kind, addedAt }) => (
            <li key={serial}>
              <span>{text(`equipment.kind.${kind}`)}</span>
              <span className="mono">{serial}</span>
              <span className={styles.muted}>{formats.date(addedAt)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
