/** A filter by person: found by typing, one of a few chosen. Who is found is its user's affair. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.ts';
import { Button } from '../kit/button.tsx';
import { FilterPopover } from '../tickets/filter-popover.tsx';
import styles from './person-popover.module.css';

export interface FoundPerson {
  /** More than one where somebody has several. */
  readonly ids: readonly string[];
  readonly name: string;
  readonly detail: string;
}

export function PersonPopover({
  label,
  chosen,
  words,
  onWords,
  found,
  onChange,
}: {
  readonly label: string;
  /** The name of whoever is chosen. */
  readonly chosen?: ReactNode;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly found: readonly FoundPerson[];
  readonly onChange: (ids: readonly string[] | undefined) => void;
}) {
  const text = useText();
  return (
    <FilterPopover
      label={label}
      chosen={chosen}
      above={
        chosen !== undefined && (
          <Button size="small" icon={<X size={14} aria-hidden="true" />} onClick={() => onChange(undefined)}>
            {text('deliveries.person.any')}
          </Button>
        )
      }
      find={{ label: text('deliveries.person.find'), words, onWords }}
    >
      {found.map(({ ids, name, detail }) => (
        <li key={ids.join()}>
          <button type="button" className={styles.person} onClick={() => onChange(ids)}>
            {name}
            <span className={styles.detail}>{detail}</span>
          </button>
        </li>
      ))}
      {words.trim() !== '' && found.length === 0 && <li>{text('field.customer.none')}</li>}
    </FilterPopover>
  );
}
