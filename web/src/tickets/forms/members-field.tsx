/** Who goes along with the lead. Whoever is in the team stays in it unless somebody takes them out. */
import type { Candidates } from '../../../../src/contracts/dispatch.ts';
import { useText } from '../../i18n/text.ts';
import { FilterMenu } from '../filter-menu.tsx';
import { useTechnicianName } from '../names.ts';
import styles from './form-dialog.module.css';

export function MembersField({
  candidates,
  lead,
  value,
  onChange,
  error,
}: {
  readonly candidates: Candidates;
  readonly lead: string;
  readonly value: readonly string[];
  readonly onChange: (members: readonly string[]) => void;
  readonly error: string | undefined;
}) {
  const text = useText();
  const nameOf = useTechnicianName();
  const names = new Map(candidates.data.map(({ technicianId, name }) => [technicianId, name]));
  const all = [...new Set([...value, ...names.keys()])].filter((id) => id !== lead);
  return (
    <div>
      <FilterMenu
        label={text('assign.members')}
        search={text('field.technician.placeholder')}
        values={all}
        chosen={value.filter((id) => id !== lead)}
        name={(id) => names.get(id) ?? nameOf(id) ?? id}
        onChange={(next = []) => onChange(next)}
      />
      {error && (
        <p className={styles.cautionError} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
